namespace MlNetLosses.Losses;

/// <summary>A differentiable loss with its second derivative, as Newton's method needs.</summary>
public interface ICurvedLoss : IDualLoss
{
    /// <summary>f″(z, y) ≥ 0; where f′ has a kink, that of either side.</summary>
    double SecondDerivative(double prediction, double label);
}
