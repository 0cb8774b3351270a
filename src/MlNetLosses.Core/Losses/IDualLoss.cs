namespace MlNetLosses.Losses;

/// <summary>A loss with its conjugate and one-variable dual problem, as SDCA and the duality gap need.</summary>
public interface IDualLoss : ILoss
{
    /// <summary>f*(u, y) = sup_z { u z − f(z, y) }; +∞ outside its domain, never NaN.</summary>
    double Conjugate(double slope, double label);

    /// <summary>The new dual variable: argmax_a { −f*(−a, y) − (a − dual) z − ½ curvature (a − dual)² }.</summary>
    /// <remarks>Returns the coordinate, not the increment, so a box constraint holds to the last bit.</remarks>
    /// <param name="dual">The present dual variable, feasible.</param>
    /// <param name="prediction">z.</param>
    /// <param name="label">y.</param>
    /// <param name="curvature">q &gt; 0.</param>
    double MaximizeDual(double dual, double prediction, double label, double curvature);
}
