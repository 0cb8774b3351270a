using MlNetLosses.Data;
using MlNetLosses.Losses;

namespace MlNetLosses.Solvers;

/// <summary>A loss of K class scores, with the classes of all examples.</summary>
internal readonly struct MulticlassLoss<TLoss>(TLoss loss, int[] labels, int classCount) : IExampleLoss
    where TLoss : struct, IMulticlassLoss
{
    /// <inheritdoc/>
    public int OutputCount => classCount;

    /// <inheritdoc/>
    public double Value(int example, ReadOnlySpan<double> predictions) => loss.Value(predictions, labels[example]);

    /// <inheritdoc/>
    public void Derivative(int example, ReadOnlySpan<double> predictions, Span<double> derivative) =>
        loss.Derivative(predictions, labels[example], derivative);

    /// <inheritdoc/>
    public void Fetch(int example) => Prefetching.Fetch(ref labels[example]);
}
