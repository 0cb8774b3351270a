namespace MlNetLosses.Paths;

/// <summary>The models of a penalty from where it zeroes all weights down to where it hardly matters.</summary>
/// <param name="Points">The models, ratio by ratio, λ decreasing; at least one.</param>
public sealed record RegularizationPath(IReadOnlyList<PathPoint> Points)
{
    /// <summary>Which of <see cref="Points"/> cross-validation chose; −1 without cross-validation.</summary>
    public int ChosenIndex { get; init; } = -1;

    /// <summary>The model that cross-validation chose.</summary>
    /// <exception cref="InvalidOperationException">There was no cross-validation.</exception>
    public PathPoint Chosen => ChosenIndex >= 0
        ? Points[ChosenIndex]
        : throw new InvalidOperationException("Nothing was chosen, because the path was not cross-validated. Take one of Points, or give folds.");

    /// <summary>The fold in which each example was left out; empty without cross-validation.</summary>
    public IReadOnlyList<int> Folds { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => ChosenIndex >= 0 ? $"{Points.Count} models; chosen: {Chosen}" : $"{Points.Count} models";
}
