namespace MlNetLosses.Solvers;

/// <summary>The two constants of the method of multipliers by which dual solvers keep Σ sᵢaᵢ = 0 (docs/decisions/0003).</summary>
internal static class InterceptMultiplier
{
    /// <summary>
    /// The share of the multiplier's full step that one sweep is good for. A sweep is far from the maximum that the method
    /// asks for, and with 1 the multiplier can circle for ever; with ½ no problem tried needs more epochs.
    /// </summary>
    public const double Step = 0.5;

    /// <summary>1/κ, the curvature that the intercept adds to every dual step.</summary>
    /// <remarks>
    /// Larger settles the multiplier faster, smaller disturbs the weights less. A tenth of what the features have, plus ten times the
    /// inverse curvature of the loss, was the best of the choices tried, or near it, on every problem.
    /// </remarks>
    /// <param name="squaredNorms">Σⱼ (xᵢⱼ − mⱼ)²/μⱼ, n values.</param>
    /// <param name="shares">sᵢ/Σs, n values.</param>
    /// <param name="predictionPerSlope">How far a prediction moves, typically, for the slope of the loss to change by 1.</param>
    public static double Curvature(double[] squaredNorms, double[] shares, double predictionPerSlope)
    {
        double mean = 0;
        for (int i = 0; i < squaredNorms.Length; i++) mean += shares[i] * squaredNorms[i];
        return 0.1 * mean + 10 * predictionPerSlope;
    }
}
