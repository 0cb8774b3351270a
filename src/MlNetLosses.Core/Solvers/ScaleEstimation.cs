namespace MlNetLosses.Solvers;

/// <summary>Whether the threshold of a robust loss is in label units, or in units of a noise scale σ that the fit estimates.</summary>
public enum ScaleEstimation
{
    /// <summary>The threshold is in label units: σ = 1.</summary>
    None,

    /// <summary>σ = median |rᵢ| / 0.6745, recomputed from the residuals until it settles, as R's <c>MASS::rlm</c> does.</summary>
    MedianAbsoluteDeviation,

    /// <summary>σ is minimised jointly with the weights (Huber's concomitant scale), as scikit-learn's <c>HuberRegressor</c> does.</summary>
    Concomitant,
}
