using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Data;

namespace MlNetLosses.Interop;

/// <summary>Reads the examples of a data view, in their order, in one pass.</summary>
/// <remarks>What makes a row invalid, <see cref="ExampleCursor"/> says: it is an error, or skipped and counted.</remarks>
/// <param name="featureColumn">Known-size vector of Single.</param>
/// <param name="labelColumn">As <paramref name="labelKind"/> says; null: no labels.</param>
/// <param name="weightColumn">Single; null: no weights.</param>
/// <param name="labelKind">What the label column must hold.</param>
/// <param name="skipInvalidRows">Whether invalid rows are skipped instead of being an error.</param>
/// <param name="groupColumn">Key, text or number; null: no groups.</param>
/// <param name="threads">At most so many threads; null: all cores.</param>
/// <param name="featureDirectory">Where the features are kept in a file; null: in memory.</param>
internal sealed class ExampleReader(
    string featureColumn, string? labelColumn, string? weightColumn, LabelKind labelKind, bool skipInvalidRows,
    string? groupColumn = null, int? threads = null, string? featureDirectory = null)
{
    private const int RowsBetweenChecks = 4096;

    /// <summary>Reads all rows.</summary>
    /// <param name="data">Data that has the columns.</param>
    /// <param name="checkAlive">Called now and then, maybe by several threads at once; throws to cancel.</param>
    /// <exception cref="ArgumentException">A row is invalid, or no row is valid, or no weight is positive.</exception>
    /// <exception cref="IOException">The file of the features cannot be made, or the disk is full.</exception>
    public Examples Read(IDataView data, Action checkAlive)
    {
        ExampleColumns columns = new(
            data.Schema[featureColumn], Optional(labelColumn), Optional(weightColumn), Optional(groupColumn), labelKind);
        return (groupColumn is null && featureDirectory is null ? DenseBlocks.TryRead(data, columns, threads ?? Environment.ProcessorCount, checkAlive) : null)
            ?? ReadRows(data, columns, checkAlive);

        DataViewSchema.Column? Optional(string? name) => name is null ? null : data.Schema[name];
    }

    private Examples ReadRows(IDataView data, ExampleColumns columns, Action checkAlive)
    {
        using ExampleCursor cursor = new(data, columns);
        using IFeatureSink features = featureDirectory is null
            ? new FeatureMatrixBuilder(columns.FeatureCount)
            : new FeatureFileBuilder(featureDirectory, columns.FeatureCount);
        int capacity = (int)Math.Clamp(data.GetRowCount() ?? 0, 0, Array.MaxLength);
        List<double> labels = new(capacity);
        List<double>? weights = columns.Weight is null ? null : new(capacity);
        List<int>? groups = columns.Group is null ? null : new(capacity);
        bool anyWeight = weights is null;
        while (true)
        {
            if (cursor.RowCount % RowsBetweenChecks == 0) checkAlive();
            if (!cursor.MoveNext()) break;
            if (cursor.Read() is string defect)
            {
                if (!skipInvalidRows) throw new ArgumentException($"Row {cursor.RowCount - 1} of column {defect}");
                continue;
            }

            features.Add(cursor.Features);
            labels.Add(cursor.Label);
            weights?.Add(cursor.Weight);
            groups?.Add(cursor.ReadGroup());
            anyWeight |= cursor.Weight > 0;
        }

        if (cursor.RowCount == 0) throw new ArgumentException("The training data has no rows. Check that it was loaded, and that no filter drops them all.");
        if (labels.Count == 0)
            throw new ArgumentException($"All {cursor.RowCount} rows of the training data were skipped, because a feature, label or weight is missing or not finite. Set SkipInvalidRows to false to see the first.");
        if (!anyWeight) throw new ArgumentException($"Every weight in column '{weightColumn}' is 0. At least one must be positive.");
        (FeatureMatrix matrix, FeatureFile? file) = features.Build();
        return new(matrix, labels.ToArray(), weights?.ToArray(), cursor.RowCount - labels.Count) { Groups = groups?.ToArray(), File = file };
    }
}
