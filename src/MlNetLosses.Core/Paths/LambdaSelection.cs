namespace MlNetLosses.Paths;

/// <summary>Which model of a cross-validated path is taken.</summary>
public enum LambdaSelection
{
    /// <summary>That of the smallest held-out loss.</summary>
    Minimum,

    /// <summary>
    /// That of the largest λ, at the same L1 ratio, whose held-out loss is within one standard error of the smallest: a simpler
    /// model that can't be told from the best. Source: L. Breiman, J. Friedman, R. Olshen, C. Stone, "Classification and
    /// Regression Trees", Wadsworth 1984, section 3.4.3.
    /// </summary>
    OneStandardError,
}
