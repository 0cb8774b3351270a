using MlNetLosses.Data;
using MlNetLosses.Losses;

namespace MlNetLosses.Solvers;

/// <summary>A loss of one prediction, with the labels of all examples.</summary>
internal readonly struct SingleOutputLoss<TLoss>(TLoss loss, double[] labels) : IExampleLoss
    where TLoss : struct, ILoss
{
    /// <inheritdoc/>
    public int OutputCount => 1;

    /// <inheritdoc/>
    public double Value(int example, ReadOnlySpan<double> predictions) => loss.Value(predictions[0], labels[example]);

    /// <inheritdoc/>
    public void Derivative(int example, ReadOnlySpan<double> predictions, Span<double> derivative) =>
        derivative[0] = loss.Derivative(predictions[0], labels[example]);

    /// <inheritdoc/>
    public void Fetch(int example) => Prefetching.Fetch(ref labels[example]);
}
