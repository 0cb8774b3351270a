using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Interop;

/// <summary>Reads the examples of a data view, in their order, in one pass.</summary>
/// <remarks>
/// A row is invalid when a feature or the label is missing or not finite, or the weight is negative or not finite: an error,
/// or skipped and counted. A weight of 0 is valid: its row has no influence.
/// </remarks>
/// <param name="featureColumn">Known-size vector of Single.</param>
/// <param name="labelColumn">As <paramref name="labelKind"/> says; null: no labels.</param>
/// <param name="weightColumn">Single; null: no weights.</param>
/// <param name="labelKind">What the label column must hold.</param>
/// <param name="skipInvalidRows">Whether invalid rows are skipped instead of being an error.</param>
/// <param name="groupColumn">Key, text or number; null: no groups.</param>
internal sealed class ExampleReader(
    string featureColumn, string? labelColumn, string? weightColumn, LabelKind labelKind, bool skipInvalidRows, string? groupColumn = null)
{
    private const int RowsBetweenChecks = 4096;

    /// <summary>Reads all rows.</summary>
    /// <param name="data">Data that has the columns.</param>
    /// <param name="checkAlive">Called now and then; throws to cancel.</param>
    /// <exception cref="ArgumentException">A row is invalid, or no row is valid, or no weight is positive.</exception>
    public Examples Read(IDataView data, Action checkAlive)
    {
        DataViewSchema.Column features = data.Schema[featureColumn];
        DataViewSchema.Column? label = labelColumn is null ? null : data.Schema[labelColumn];
        DataViewSchema.Column? weight = weightColumn is null ? null : data.Schema[weightColumn];
        DataViewSchema.Column? group = groupColumn is null ? null : data.Schema[groupColumn];
        IEnumerable<DataViewSchema.Column> columns = new[] { features, label, weight, group }.OfType<DataViewSchema.Column>();

        // A set of one cursor keeps the order and, behind transforms, reads faster than a single cursor does.
        DataViewRowCursor[] cursors = data.GetRowCursorSet(columns, 1);
        try
        {
            return Read(cursors[0], features, label, weight, group, data.GetRowCount(), checkAlive);
        }
        finally
        {
            foreach (DataViewRowCursor cursor in cursors) cursor.Dispose();
        }
    }

    private Examples Read(
        DataViewRowCursor cursor, DataViewSchema.Column featuresColumn, DataViewSchema.Column? label, DataViewSchema.Column? weight, DataViewSchema.Column? group,
        long? expectedRows, Action checkAlive)
    {
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(featuresColumn);
        LabelReader? labelReader = label is null ? null : new(cursor, label.Value, labelKind);
        ValueGetter<float>? getWeight = weight is null ? null : cursor.GetGetter<float>(weight.Value);

        GroupReader? groupReader = group is null ? null : new(cursor, group.Value);
        FeatureMatrixBuilder matrix = new(((VectorDataViewType)featuresColumn.Type).Size, expectedRows);
        int capacity = (int)Math.Clamp(expectedRows ?? 0, 0, Array.MaxLength);
        List<double> labels = new(capacity);
        List<double>? weights = weight is null ? null : new(capacity);
        List<int>? groups = group is null ? null : new(capacity);
        VBuffer<float> row = default;
        double y = 0;
        float s = 1;
        long position = 0, skipped = 0;
        bool anyWeight = weight is null;
        for (; cursor.MoveNext(); position++)
        {
            if (position % RowsBetweenChecks == 0) checkAlive();
            getFeatures(ref row);
            string? defect = FeatureDefect(row) ?? labelReader?.Read(position, out y);
            if (defect is null && getWeight is not null)
            {
                getWeight(ref s);
                defect = WeightDefect(s);
            }

            if (defect is not null)
            {
                if (!skipInvalidRows) throw new ArgumentException($"Row {position} of column {defect}");
                skipped++;
                continue;
            }

            matrix.Add(row);
            labels.Add(y);
            weights?.Add(s);
            if (groupReader is not null) groups!.Add(groupReader.Read());
            anyWeight |= s > 0;
        }

        if (position == 0) throw new ArgumentException("The training data has no rows. Check that it was loaded, and that no filter drops them all.");
        if (labels.Count == 0)
            throw new ArgumentException($"All {position} rows of the training data were skipped, because a feature, label or weight is missing or not finite. Set SkipInvalidRows to false to see the first.");
        if (!anyWeight) throw new ArgumentException($"Every weight in column '{weightColumn}' is 0. At least one must be positive.");
        return new(matrix.Build(), labels.ToArray(), weights?.ToArray(), skipped) { Groups = groups?.ToArray() };
    }

    private string? FeatureDefect(in VBuffer<float> row)
    {
        ReadOnlySpan<float> values = row.GetValues();
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values)) return null;    // "all" of none is false there
        int k = 0;
        while (float.IsFinite(values[k])) k++;
        int slot = row.IsDense ? k : row.GetIndices()[k];
        string remedy = float.IsNaN(values[k])
            ? "Replace missing values first, for example with ReplaceMissingValues."
            : "Replace or clip infinite values first, or set SkipInvalidRows.";
        return $"'{featureColumn}' has {Text(values[k])} at slot {slot}. {remedy}";
    }

    private string? WeightDefect(float weight) =>
        weight >= 0 && float.IsFinite(weight)
            ? null
            : $"'{weightColumn}' has {Text(weight)}. A weight must be zero or positive and finite. Correct the row, or set SkipInvalidRows.";

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
