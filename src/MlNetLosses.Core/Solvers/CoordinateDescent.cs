using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Cyclic proximal coordinate descent on the primal: needs a smooth loss, takes any penalty and bounds.</summary>
/// <remarks>
/// The step of coordinate j: wⱼ ← prox(wⱼ − gⱼ/Lⱼ, 1/Lⱼ) with gⱼ = Σ (sᵢ/Σs) f′(zᵢ, yᵢ) xᵢⱼ and Lⱼ = β Σ (sᵢ/Σs) xᵢⱼ². The predictions z
/// and slopes s ∘ f′(z) are kept, so a coordinate that does not move costs one product with its column. Four epochs of five visit
/// only the coordinates that are not zero. The intercept is one more coordinate. Every sixth epoch tries an extrapolation of the last
/// ones, and keeps it where the objective is smaller.
/// Source: J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent",
/// J. Stat. Softw. 33 (2010); the majorised step as in P. Tseng, S. Yun, Math. Program. 117 (2009), 387–423.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class CoordinateDescent<TLoss, TPenalty> : ISolver
    where TLoss : struct, ISmoothLoss, IDualLoss
    where TPenalty : struct, IPenalty
{
    private const int FullEpochEvery = 5;

    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly FeatureMatrix columns;     // p × n
    private readonly double[] curvatures;       // Lⱼ
    private readonly double[] weights;          // w
    private readonly double[] predictions;      // z, with the intercept
    private readonly double[] slopes;           // s ∘ f′(z)
    private readonly AndersonExtrapolation extrapolation;
    private readonly double[] candidate;        // extrapolated weights, then the intercept
    private readonly double[] candidatePredictions;
    private double slopeSum;
    private double intercept;                   // of centred features
    private int epochs;

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <param name="initialModel">Where to start; null: at weights 0.</param>
    /// <exception cref="ArgumentException">The problem or the initial model is not valid.</exception>
    public CoordinateDescent(Problem<TLoss, TPenalty> problem, int? threads = null, LinearModel? initialModel = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        this.problem = new(problem, threads);
        certifier = new(this.problem);
        columns = this.problem.Features.Transpose();
        (weights, intercept) = this.problem.Start(initialModel);
        predictions = new double[columns.ColumnCount];
        slopes = new double[columns.ColumnCount];
        curvatures = new double[columns.RowCount];
        for (int j = 0; j < curvatures.Length; j++)
        {
            curvatures[j] = problem.Loss.Smoothness * SquaredNorm(j);
            if (curvatures[j] == 0) weights[j] = 0;     // no prediction depends on it, so it only costs penalty
        }

        extrapolation = new(weights.Length + 1);
        candidate = new double[weights.Length + 1];
        candidatePredictions = new double[predictions.Length];
        Predict(weights, intercept, predictions);
        UpdateSlopes();
    }

    /// <summary>One pass over the coordinates.</summary>
    public void Epoch()
    {
        bool full = epochs++ % FullEpochEvery == 0;
        for (int j = 0; j < weights.Length; j++)
            if (curvatures[j] > 0 && (full || weights[j] != 0)) Step(j);
        StepIntercept();
        Extrapolate();
    }

    /// <inheritdoc/>
    public Certificate Certify()
    {
        Certificate certificate = certifier.Certify(weights, intercept);
        certifier.Predictions.CopyTo(predictions);      // without the rounding of all the changes since
        UpdateSlopes();
        return certificate;
    }

    /// <inheritdoc/>
    public LinearModel ToModel() => problem.ToModel(weights, intercept);

    private double Origin(int feature) => problem.Origin.Length == 0 ? 0 : problem.Origin[feature];

    private void Step(int j)
    {
        Row column = columns[j];
        double origin = Origin(j);
        double gradient = column.IsSparse
            ? column.Dot(slopes) - origin * slopeSum
            : DenseKernels.Dot(new ShiftedEntries(column.Values, origin), slopes);
        double weight = problem.Penalty.Prox(j, weights[j] - gradient / curvatures[j], 1 / curvatures[j]);
        double change = weight - weights[j];
        if (change == 0) return;
        weights[j] = weight;
        if (!column.IsSparse)
        {
            DenseKernels.AddTo(new ShiftedEntries(column.Values, origin), change, predictions);
            UpdateSlopes();
            return;
        }

        column.AddTo(predictions, change);
        if (origin != 0)
            for (int i = 0; i < predictions.Length; i++) predictions[i] -= change * origin;
        foreach (int i in column.Columns) slopeSum += UpdateSlope(i);
    }

    private double SquaredNorm(int feature)
    {
        Row column = columns[feature];
        double sum = 0, origin = Origin(feature);
        for (int k = 0; k < column.Values.Length; k++)
        {
            double x = column.Values[k] - origin;
            sum += problem.Shares[column.IsSparse ? column.Columns[k] : k] * x * x;
        }

        return sum;
    }

    private void Predict(ReadOnlySpan<double> w, double b, Span<double> z)
    {
        for (int i = 0; i < z.Length; i++) z[i] = problem.Features[i].Dot(w, problem.Origin) + b;
    }

    private double Objective(ReadOnlySpan<double> w, ReadOnlySpan<double> z)
    {
        double sum = problem.Penalty.Value(w);
        for (int i = 0; i < z.Length; i++)
            if (problem.Shares[i] > 0) sum += problem.Shares[i] * problem.Loss.Value(z[i], problem.Labels[i]);
        return sum;
    }

    /// <summary>Jumps to the extrapolation of the last epochs where that is better.</summary>
    private void Extrapolate()
    {
        weights.CopyTo(extrapolation.Next);
        extrapolation.Next[^1] = intercept;
        if (!extrapolation.Push(candidate)) return;
        Span<double> jump = candidate.AsSpan(0, weights.Length);
        for (int j = 0; j < jump.Length; j++) jump[j] = weights[j] == 0 ? 0 : problem.Penalty.Clip(j, jump[j]);
        Predict(jump, candidate[^1], candidatePredictions);
        if (!(Objective(jump, candidatePredictions) < Objective(weights, predictions))) return;
        jump.CopyTo(weights);
        intercept = candidate[^1];
        candidatePredictions.CopyTo(predictions, 0);
        UpdateSlopes();
    }

    /// <summary>The intercept is one more coordinate, unpenalised, with Lⱼ = β.</summary>
    private void StepIntercept()
    {
        if (!problem.FitIntercept) return;
        double change = -slopeSum / problem.Loss.Smoothness;
        intercept += change;
        for (int i = 0; i < predictions.Length; i++) predictions[i] += change;
        UpdateSlopes();
    }

    private void UpdateSlopes()
    {
        slopeSum = 0;
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] = problem.Shares[i] * problem.Loss.Derivative(predictions[i], problem.Labels[i]);
            slopeSum += slopes[i];
        }
    }

    private double UpdateSlope(int i)
    {
        double before = slopes[i];
        slopes[i] = problem.Shares[i] * problem.Loss.Derivative(predictions[i], problem.Labels[i]);
        return slopes[i] - before;
    }
}
