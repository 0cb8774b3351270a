using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare;

/// <summary>What the command line says.</summary>
/// <param name="Data">The CSV file.</param>
/// <param name="Label">The column to predict.</param>
/// <param name="Task">Null: inferred from the label.</param>
/// <param name="Folds">Folds of cross-validation, at least 2.</param>
/// <param name="Output">Directory of the results.</param>
/// <param name="Seed">Of the folds and of ML.NET.</param>
/// <param name="Quick">Fewer candidates.</param>
internal sealed record Settings(string Data, string Label, LearningTask? Task, int Folds, string Output, int Seed, bool Quick)
{
    /// <summary>How long to search for options; null: not at all.</summary>
    public SearchLimit? Search { get; init; }

    /// <summary>How long a fit may take; null: as long as it needs.</summary>
    public TimeSpan? Timeout { get; init; }
}
