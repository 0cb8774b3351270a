namespace MlNetLosses.Losses;

/// <summary>A loss of the residual with a threshold in label units, which can be stated in units of an estimated noise scale σ instead.</summary>
/// <typeparam name="TSelf">The loss itself.</typeparam>
public interface IScalableLoss<TSelf> : ISmoothLoss, IDualLoss
    where TSelf : struct, IScalableLoss<TSelf>
{
    /// <summary>The same loss with its threshold multiplied by <paramref name="scale"/>.</summary>
    /// <param name="scale">σ &gt; 0.</param>
    TSelf AtScale(double scale);
}
