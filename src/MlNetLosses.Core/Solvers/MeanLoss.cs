using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>The mean loss of some examples, (1/m) Σ (nsᵢ/Σs) f(zᵢ, yᵢ), on several threads with the same bits on any number of them.</summary>
/// <remarks>Asking for it allocates nothing on one thread: the one delegate is kept, and takes the model from fields.</remarks>
internal sealed class MeanLoss<TExampleLoss, TPenalty>
    where TExampleLoss : struct, IExampleLoss
    where TPenalty : struct, IPenalty
{
    private const int FewOutputs = 128;

    private readonly PreparedLinearProblem<TPenalty> problem;
    private readonly TExampleLoss loss;
    private readonly int[] examples;
    private readonly double importance;
    private readonly RowBlocks blocks;
    private readonly Func<int, int, double> sum;
    private double[] weights = [];
    private double[] intercepts = [];

    /// <param name="problem">The problem.</param>
    /// <param name="loss">Its loss and labels.</param>
    /// <param name="examples">Which examples; at least one.</param>
    /// <param name="importance">What a share sᵢ/Σs is multiplied by: 1 / the mean share of the examples that train.</param>
    public MeanLoss(PreparedLinearProblem<TPenalty> problem, TExampleLoss loss, int[] examples, double importance)
    {
        (this.problem, this.loss, this.examples, this.importance) = (problem, loss, examples, importance);
        blocks = new(examples.Length, problem.Threads);
        sum = Sum;
    }

    /// <summary>That of a model.</summary>
    /// <param name="weights">W, <c>p × stride</c>.</param>
    /// <param name="intercepts">c, stride intercepts of centred features.</param>
    public double Of(double[] weights, double[] intercepts)
    {
        (this.weights, this.intercepts) = (weights, intercepts);
        return blocks.Sum(sum) / examples.Length;
    }

    private double Sum(int start, int end)
    {
        Span<double> predictions = intercepts.Length <= FewOutputs ? stackalloc double[intercepts.Length] : new double[intercepts.Length];
        double total = 0;
        foreach (int i in examples.AsSpan(start, end - start))
        {
            problem.Features[i].Predict(weights, intercepts, problem.Origin, predictions);
            total += importance * problem.Shares[i] * loss.Value(i, predictions[..loss.OutputCount]);
        }

        return total;
    }
}
