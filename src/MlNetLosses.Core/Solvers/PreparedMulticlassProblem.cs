using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>A checked problem with K outputs. Weights are kept feature by feature, <c>p × stride</c>, see <see cref="RowTimesMatrix"/>.</summary>
internal sealed class PreparedMulticlassProblem<TLoss, TPenalty> : PreparedLinearProblem<TPenalty>
    where TLoss : struct, IMulticlassDualLoss
    where TPenalty : struct, IPenalty
{
    public PreparedMulticlassProblem(MulticlassProblem<TLoss, TPenalty> problem, int? threads)
        : base(problem, problem.Labels.Length, threads)
    {
        ProblemValidation.CheckClasses(problem.Labels, problem.ClassCount, problem.Loss);
        (Labels, ClassCount, Loss) = (problem.Labels, problem.ClassCount, problem.Loss);
        Stride = RowTimesMatrix.StrideOf(ClassCount);
        ClassShares = new double[ClassCount];
        for (int i = 0; i < Labels.Length; i++) ClassShares[Labels[i]] += Shares[i];
        if (FitIntercept) ProblemValidation.CheckClassShares(ClassShares);
        (NullIntercepts, NullObjective) = FitIntercept
            ? MulticlassInterceptMinimizer.Minimize(Loss, ClassShares)
            : (new double[ClassCount], MulticlassInterceptMinimizer.MeanLoss(Loss, ClassShares, new double[ClassCount]));
    }

    /// <summary>y, n classes.</summary>
    public int[] Labels { get; }

    /// <summary>K.</summary>
    public int ClassCount { get; }

    /// <summary>K padded to whole vectors.</summary>
    public int Stride { get; }

    /// <summary>f.</summary>
    public TLoss Loss { get; }

    /// <summary>Share of the example weights that each class has, K values.</summary>
    public double[] ClassShares { get; }

    /// <summary>The best intercepts when all weights are 0, K values.</summary>
    public double[] NullIntercepts { get; }

    /// <summary>P(0, <see cref="NullIntercepts"/>).</summary>
    public double NullObjective { get; }

    /// <summary>How far a prediction moves, typically, for the slopes of the loss, which lie in [−1, 1], to change by 1.</summary>
    public double PredictionPerSlope => NullObjective > 0 ? NullObjective : 1;

    /// <summary>Weights (<c>p × stride</c>) within their bounds, and intercepts (stride) of centred features, of a model; zeros for none.</summary>
    public (double[] Weights, double[] Intercepts) Start(LinearModel? model)
    {
        int p = Features.ColumnCount;
        double[] weights = new double[p * Stride], intercepts = new double[Stride];
        NullIntercepts.CopyTo(intercepts, 0);
        if (model is null) return (weights, intercepts);
        if (model.Weights.Length != p * ClassCount || model.Intercepts.Length != ClassCount)
            throw new ArgumentException($"The initial model must have {ClassCount} × {p} weights and {ClassCount} intercepts, got {model.Weights.Length} and {model.Intercepts.Length}. Train it on the same features and classes.");
        ProblemValidation.CheckFinite(model);
        for (int k = 0; k < ClassCount; k++)
        {
            intercepts[k] = FitIntercept ? model.Intercepts[k] : 0;
            for (int j = 0; j < p; j++)
            {
                double weight = Penalty.IsFixed(j) ? 0 : Penalty.Clip(j, model.Weights[k * p + j]);
                weights[j * Stride + k] = weight;
                if (FitIntercept && Origin.Length > 0) intercepts[k] += Origin[j] * weight;
            }
        }

        return (weights, intercepts);
    }

    /// <summary>The model on the raw scale that belongs to weights and the intercepts of centred features.</summary>
    public LinearModel ToModel(double[] weights, double[] intercepts)
    {
        int p = Features.ColumnCount;
        double[] byClass = new double[ClassCount * p];
        for (int k = 0; k < ClassCount; k++)
            for (int j = 0; j < p; j++)
                byClass[k * p + j] = weights[j * Stride + k];
        return new(byClass, [.. Enumerable.Range(0, ClassCount).Select(k => intercepts[k] - Shift(byClass.AsSpan(k * p, p)))]);
    }
}
