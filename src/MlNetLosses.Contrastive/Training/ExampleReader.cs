using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Training;

/// <summary>Reads the examples of a data view, in their order, in one pass.</summary>
/// <param name="inputColumn">Known-size vector of Single.</param>
/// <param name="labelColumn">Classes for a supervised loss; null: none.</param>
/// <param name="monitorLabelColumn">Classes for the monitors; null: none.</param>
/// <param name="maximum">All values must lie in [0, maximum]; null: any finite number.</param>
internal sealed class ExampleReader(string inputColumn, string? labelColumn, string? monitorLabelColumn, double? maximum)
{
    private const int RowsBetweenChecks = 1024;

    /// <summary>Reads all rows.</summary>
    /// <param name="data">Data that has the columns.</param>
    /// <param name="checkAlive">Called now and then; throws to cancel.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows, or a value is not finite or out of range.</exception>
    public Examples Read(IDataView data, Action checkAlive)
    {
        DataViewSchema.Column input = data.Schema[inputColumn];
        DataViewSchema.Column? label = labelColumn is null ? null : data.Schema[labelColumn];
        DataViewSchema.Column? monitorLabel = monitorLabelColumn is null ? null : data.Schema[monitorLabelColumn];
        DataViewSchema.Column[] columns = [input, .. new[] { label, monitorLabel }.OfType<DataViewSchema.Column>()];

        // A set of one cursor keeps the order and, behind transforms, reads faster than a single cursor does.
        DataViewRowCursor[] cursors = data.GetRowCursorSet(columns, 1);
        try
        {
            DataViewRowCursor cursor = cursors[0];
            ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(input);
            ClassReader? labels = label is null ? null : new(cursor, label.Value);
            ClassReader? monitorLabels = monitorLabel is null ? null : new(cursor, monitorLabel.Value);
            List<float[]> rows = [];
            VBuffer<float> values = default;
            while (cursor.MoveNext())
            {
                if (rows.Count % RowsBetweenChecks == 0) checkAlive();
                get(ref values);
                float[] row = new float[values.Length];
                values.CopyTo(row);
                Check(row, rows.Count);
                rows.Add(row);
                labels?.Read();
                monitorLabels?.Read();
            }

            if (rows.Count < 2)
                throw new ArgumentException($"Contrastive pretraining needs at least 2 rows, because an example learns by its difference from others; got {rows.Count}. Check that the data was loaded, and that no filter drops its rows.");
            return new([.. rows], labels?.Labels, monitorLabels?.Labels);
        }
        finally
        {
            foreach (DataViewRowCursor cursor in cursors) cursor.Dispose();
        }
    }

    private void Check(float[] row, int position)
    {
        if (!TensorPrimitives.IsFiniteAll<float>(row))
        {
            int slot = Array.FindIndex(row, value => !float.IsFinite(value));
            throw new ArgumentException(Invariant($"Row {position} of column '{inputColumn}' has {row[slot]} at slot {slot}. Replace missing and infinite values first, for example with ReplaceMissingValues."));
        }

        if (maximum is double limit && (TensorPrimitives.Min<float>(row) < 0 || TensorPrimitives.Max<float>(row) > limit))
        {
            int slot = Array.FindIndex(row, value => !(value >= 0 && value <= limit));
            throw new ArgumentException(Invariant($"Row {position} of column '{inputColumn}' has {row[slot]} at slot {slot}. Pixels must lie in [0, {limit}]. Scale them, or set MaximumPixel."));
        }
    }
}
