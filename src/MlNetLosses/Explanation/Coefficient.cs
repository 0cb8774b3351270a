namespace MlNetLosses.Explanation;

/// <summary>What a linear model says of one feature.</summary>
/// <param name="Name">The name of its slot, or <c>Features[12]</c> where the slot has none.</param>
/// <param name="Weight">The change of the score when the feature grows by 1, all others being equal.</param>
public sealed record Coefficient(string Name, double Weight)
{
    /// <summary>
    /// The change of the score when the feature grows by its standard deviation (divided by n), so that features of different units
    /// compare; null where no data was given, and for the intercept.
    /// </summary>
    public double? StandardizedWeight { get; init; }

    /// <summary>The standard error of <see cref="Weight"/>; null where theory gives none.</summary>
    public double? StandardError { get; init; }

    /// <summary>
    /// <see cref="Weight"/> in units of its standard error: beyond ±1.96 once in twenty if the true weight is 0 and there are many
    /// examples. Of least squares with few of them it follows Student's t with the table's degrees of freedom. Null where theory
    /// gives no standard error.
    /// </summary>
    public double? Z => Weight / StandardError;
}
