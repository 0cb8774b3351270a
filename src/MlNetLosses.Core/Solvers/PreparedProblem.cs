using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>A checked problem with one output.</summary>
internal sealed class PreparedProblem<TLoss, TPenalty> : PreparedLinearProblem<TPenalty>
    where TLoss : struct, ILoss
    where TPenalty : struct, IPenalty
{
    /// <summary>A sample has at least so many examples per coordinate.</summary>
    private const int SampledPerCoordinate = 20;

    /// <summary>It is at most one of so many examples …</summary>
    private const int SampledFrom = 8;

    /// <summary>… and at most so many entries, which memory holds where the data may not fit.</summary>
    private const long MostSampled = 1L << 24;

    /// <summary>So many neighbours are taken at once, as memory likes it.</summary>
    private const int RunLength = 16;

    public PreparedProblem(Problem<TLoss, TPenalty> problem, int? threads, FeatureColumns? columns = null)
        : base(problem, problem.Labels.Length, threads, columns)
    {
        ProblemValidation.CheckLabels(problem.Labels, problem.Loss);
        (Labels, Loss) = (problem.Labels, problem.Loss);
        if (FitIntercept) NullIntercept = InterceptMinimizer.Minimize(Loss, null, Labels, Shares, start: 0, step: 1, Threads);
        NullObjective = MeanLoss(NullIntercept);
    }

    private PreparedProblem(PreparedLinearProblem<TPenalty> problem, double[] labels, TLoss loss, double nullIntercept)
        : base(problem)
    {
        (Labels, Loss, NullIntercept) = (labels, loss, nullIntercept);
        NullObjective = MeanLoss(NullIntercept);
    }

    /// <summary>y, n values.</summary>
    public double[] Labels { get; private set; }

    /// <summary>f.</summary>
    public TLoss Loss { get; }

    /// <summary>The best intercept when all weights are 0.</summary>
    public double NullIntercept { get; }

    /// <summary>P(0, <see cref="NullIntercept"/>).</summary>
    public double NullObjective { get; }

    /// <summary>Whether the slope of the loss jumps: it is bounded, its change is not.</summary>
    public bool HasKinks => Loss is not ISmoothLoss && double.IsFinite(Loss.Lipschitz);

    /// <summary>How far a prediction moves, typically, for the slope of the loss to change by 1.</summary>
    public double PredictionPerSlope =>
        Loss is ISmoothLoss smooth ? 1 / smooth.Smoothness
        : double.IsFinite(Loss.Lipschitz) && NullObjective > 0 ? NullObjective / (Loss.Lipschitz * Loss.Lipschitz)
        : 1;

    /// <summary>The intercept of centred features, and a copy of the weights within their bounds, of a model; zeros for none.</summary>
    public (double[] Weights, double Intercept) Start(LinearModel? model)
    {
        int p = Given.ColumnCount;
        double[] weights = new double[p];
        if (model is null) return (weights, NullIntercept);
        if (model.Weights.Length != p || model.Intercepts.Length != 1)
            throw new ArgumentException($"The initial model must have {p} weights and 1 intercept, got {model.Weights.Length} and {model.Intercepts.Length}. Train it on the same features.");
        ProblemValidation.CheckFinite(model);
        for (int j = 0; j < p; j++) weights[j] = Penalty.IsFixed(j) ? 0 : Penalty.Clip(j, model.Weights[j]);
        return (weights, FitIntercept ? model.Intercepts[0] + Shift(weights) : 0);
    }

    /// <summary>The model on the raw scale that belongs to weights and the intercept of centred features.</summary>
    public LinearModel ToModel(double[] weights, double intercept) => new((double[])weights.Clone(), [intercept - Shift(weights)]);

    /// <inheritdoc cref="PreparedLinearProblem{TPenalty}.With(TPenalty)"/>
    public new PreparedProblem<TLoss, TPenalty> With(TPenalty penalty) => (PreparedProblem<TLoss, TPenalty>)base.With(penalty);

    /// <summary>The same problem with another loss, which is assumed to have the same null intercept; the data, and all that was derived from it, is shared.</summary>
    public PreparedProblem<TOther, TPenalty> With<TOther>(TOther loss)
        where TOther : struct, ILoss => new PreparedProblem<TOther, TPenalty>(this, Labels, loss, NullIntercept);

    /// <summary>The same problem on a sample of the examples that count, evenly spread, with the null model of all.</summary>
    /// <returns>Null where that would be fewer than <see cref="SampledPerCoordinate"/>, and for data that is not best read by rows.</returns>
    public PreparedProblem<TLoss, TPenalty>? Sample()
    {
        if (!Coordinates.AreBestInRows(Given)) return null;
        int[]? counting = Shares.AsSpan().Contains(0.0) ? [.. Enumerable.Range(0, Shares.Length).Where(i => Shares[i] > 0)] : null;     // null: all
        int groupSize = (int)Math.Max(SampledFrom, Features.EntryCount / MostSampled + 1);
        int[] rows = new int[(counting?.Length ?? Shares.Length) / (RunLength * groupSize) * RunLength];
        if (rows.Length < SampledPerCoordinate * (Given.ColumnCount + 1)) return null;
        for (int k = 0; k < rows.Length; k++)
        {
            (int group, int inRun) = Math.DivRem(k, RunLength);
            int at = (group * groupSize + Member(group, groupSize)) * RunLength + inRun;
            rows[k] = counting?[at] ?? at;
        }

        PreparedProblem<TLoss, TPenalty> sample = (PreparedProblem<TLoss, TPenalty>)On(rows);
        sample.Labels = Array.ConvertAll(rows, row => Labels[row]);
        return sample;
    }

    /// <summary>Which of a group of runs is taken: another one each time (Fibonacci hashing), for data may come in a rhythm.</summary>
    private static int Member(int group, int groupSize) => (int)((((uint)group * 2654435769u) * (ulong)groupSize) >> 32);

    private double MeanLoss(double prediction) => new RowBlocks(Labels.Length, Threads).Sum((start, end) =>
    {
        double sum = 0;
        for (int i = start; i < end; i++) sum += Shares[i] * Loss.Value(prediction, Labels[i]);
        return sum;
    });
}
