namespace MlNetLosses.Solvers;

/// <summary>How good a model is, and how much better the best model can be at most.</summary>
/// <param name="Objective">P(w, b).</param>
/// <param name="NullObjective">P of the best model without weights (intercept only).</param>
/// <param name="DualityGap">An upper bound of P(w, b) − min P; ≥ 0 up to rounding, +∞ where none is known.</param>
public readonly record struct Certificate(double Objective, double NullObjective, double DualityGap)
{
    private const double Rounding = 1e-12;

    /// <summary>
    /// gap / (P(null) − P(w) + gap): the largest share of the achievable improvement over the intercept-only model that can
    /// still be missing. 0 where the gap is at rounding level of the objective; 1 where nothing is certain.
    /// </summary>
    public double RelativeGap =>
        DualityGap <= Rounding * Math.Max(Math.Abs(Objective), Math.Abs(NullObjective)) ? 0
        : double.IsFinite(DualityGap) ? Math.Min(1, DualityGap / Math.Max(NullObjective - Objective + DualityGap, double.Epsilon))
        : 1;
}
