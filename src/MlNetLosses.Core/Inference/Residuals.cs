using System.Globalization;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Inference;

/// <summary>What a model leaves of the labels.</summary>
internal sealed class Residuals
{
    private readonly double spread;

    private Residuals(double[] values, double[] shares, double spread) => (Values, Shares, this.spread) = (values, shares, spread);

    /// <summary>zᵢ − yᵢ, n values.</summary>
    public double[] Values { get; }

    /// <summary>sᵢ/Σs, n values.</summary>
    public double[] Shares { get; }

    /// <summary>The number of examples of positive weight.</summary>
    public int Count => Shares.Count(share => share > 0);

    /// <summary>√(Σ sᵢ rᵢ² / Σs).</summary>
    public double RootMeanSquare => Math.Sqrt(Values.Zip(Shares, (r, share) => share * r * r).Sum());

    /// <summary>The residuals of a model.</summary>
    /// <exception cref="ArgumentException">The problem or the model is not valid.</exception>
    public static Residuals Of<TLoss>(Problem<TLoss, NoPenalty> problem, LinearModel model)
        where TLoss : struct, ILoss
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(model);
        ProblemValidation.Check(problem, problem.Labels.Length);
        ProblemValidation.CheckFinite(problem.Features, Environment.ProcessorCount);
        ProblemValidation.CheckLabels(problem.Labels, problem.Loss);
        int p = problem.Features.ColumnCount;
        if (model.Weights.Length != p || model.Intercepts.Length != 1)
            throw new ArgumentException($"The model must have {p} weights and 1 intercept, got {model.Weights.Length} and {model.Intercepts.Length}. Pass the features that it was trained on.", nameof(model));
        ProblemValidation.CheckFinite(model);
        if (!problem.FitIntercept && model.Intercepts[0] != 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The intercept of a model that was fitted without one must be 0, got {model.Intercepts[0]}. Set FitIntercept as it was when the model was trained."), nameof(model));
        double[] shares = ProblemValidation.SharesOf(problem.ExampleWeights, problem.Labels.Length), values = new double[shares.Length];
        MatrixProducts.Predict(problem.Features, model.Weights, model.Intercepts[0], [], values, Environment.ProcessorCount);
        for (int i = 0; i < values.Length; i++) values[i] -= problem.Labels[i];
        return new(values, shares, RobustScale.Spread(problem.Labels, shares));
    }

    /// <exception cref="ArgumentException">Nothing but rounding is left of the labels.</exception>
    public void CheckNotExact(double scale)
    {
        if (!(scale > RobustScale.Floor * spread))
            throw new ArgumentException("The labels must have noise for standard errors, but the model fits them exactly, or half of them where the noise scale is a median. There is nothing to estimate: check that no feature is made from the label, or state the threshold in label units.");
    }
}
