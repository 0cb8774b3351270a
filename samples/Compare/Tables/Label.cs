namespace MlNetLosses.Samples.Compare.Tables;

internal enum LearningTask
{
    Regression,
    Binary,
    Multiclass,
}

/// <summary>The column to predict.</summary>
/// <param name="Name">Its name in the header.</param>
/// <param name="Task">What kind of prediction it asks for.</param>
/// <param name="Rows">The rows that have a label, in the file's order.</param>
/// <param name="Classes">The classes, the positive one first if there are two; empty for regression.</param>
/// <param name="Values">For each of <paramref name="Rows"/> its number, or the index of its class.</param>
/// <param name="Reason">Why this task.</param>
internal sealed record Label(
    string Name, LearningTask Task, IReadOnlyList<int> Rows, IReadOnlyList<string> Classes, IReadOnlyList<float> Values, string Reason);
