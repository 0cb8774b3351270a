namespace MlNetLosses.Losses;

/// <summary>A multiclass loss with its conjugate and one-example dual problem, as SDCA and the duality gap need.</summary>
/// <remarks>
/// Every such loss has the same dual domain: u = p − e_y with p in the probability simplex. So a dual variable a = −u is
/// a = e_y − p; a = 0 (p = e_y) is always feasible.
/// </remarks>
public interface IMulticlassDualLoss : IMulticlassLoss
{
    /// <summary>f*(u, y) = sup_z { uᵀz − f(z, y) }; +∞ outside its domain, never NaN.</summary>
    /// <param name="slope">u, K values.</param>
    /// <param name="label">y.</param>
    double Conjugate(ReadOnlySpan<double> slope, int label);

    /// <summary>Replaces the dual variables by argmax_a { −f*(−a, y) − (a − dual)ᵀz − ½ curvature ‖a − dual‖² }.</summary>
    /// <param name="dual">In: the present dual variables, feasible. Out: the new ones. K values.</param>
    /// <param name="predictions">z, K values.</param>
    /// <param name="label">y.</param>
    /// <param name="curvature">q &gt; 0.</param>
    void MaximizeDual(Span<double> dual, ReadOnlySpan<double> predictions, int label, double curvature);
}
