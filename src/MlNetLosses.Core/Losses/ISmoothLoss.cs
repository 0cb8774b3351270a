namespace MlNetLosses.Losses;

/// <summary>A loss whose derivative is Lipschitz: its curvature is bounded.</summary>
public interface ISmoothLoss : ILoss
{
    /// <summary>Smallest β with |f′(z, y) − f′(z′, y)| ≤ β|z − z′| for every y.</summary>
    double Smoothness { get; }
}
