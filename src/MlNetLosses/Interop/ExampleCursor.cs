using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Interop;

/// <summary>Goes over the examples of a data view in their order, and tells which are invalid.</summary>
/// <remarks>
/// An example is invalid when a feature or the label is missing or not finite, or the weight is negative or not finite.
/// A weight of 0 is valid: its row has no influence.
/// </remarks>
internal sealed class ExampleCursor : IDisposable
{
    private readonly ExampleColumns columns;
    private readonly DataViewRowCursor cursor;
    private readonly ValueGetter<VBuffer<float>> getFeatures;
    private readonly ValueGetter<float>? getWeight;
    private readonly GroupReader? groups;
    private VBuffer<float> features;
    private double label;
    private float weight = 1;

    /// <param name="data">Data that has the columns.</param>
    /// <param name="columns">What to read.</param>
    public ExampleCursor(IDataView data, ExampleColumns columns)
    {
        this.columns = columns;
        cursor = columns.OpenCursor(data);
        getFeatures = cursor.GetGetter<VBuffer<float>>(columns.Features);
        Labels = columns.Label is null ? null : new(cursor, columns.Label.Value, columns.LabelKind);
        getWeight = columns.Weight is null ? null : cursor.GetGetter<float>(columns.Weight.Value);
        groups = columns.Group is null ? null : new(cursor, columns.Group.Value);
    }

    /// <summary>What has been seen of the labels; null: no label column.</summary>
    public LabelReader? Labels { get; }

    /// <summary>How many rows the cursor has moved to.</summary>
    public long RowCount { get; private set; }

    /// <summary>x of the example read last.</summary>
    public ref readonly VBuffer<float> Features => ref features;

    /// <summary>y of the example read last; 0 without label column.</summary>
    public double Label => label;

    /// <summary>s of the example read last; 1 without weight column.</summary>
    public float Weight => weight;

    /// <summary>The next row, of which nothing is read yet; false: there is none.</summary>
    public bool MoveNext()
    {
        if (!cursor.MoveNext()) return false;
        RowCount++;
        return true;
    }

    /// <summary>Reads the example of the row.</summary>
    /// <returns>What makes it invalid, with column, slot and remedy; null: it is valid.</returns>
    /// <exception cref="ArgumentException">The label is there, but outside what the column must hold.</exception>
    public string? Read()
    {
        getFeatures(ref features);
        string? defect = FeatureDefect() ?? Labels?.Read(RowCount - 1, out label);
        if (defect is not null || getWeight is null) return defect;
        getWeight(ref weight);
        return weight >= 0 && float.IsFinite(weight)
            ? null
            : $"'{columns.Weight?.Name}' has {Text(weight)}. A weight must be zero or positive and finite. Correct the row, or set SkipInvalidRows.";
    }

    /// <summary>The group of the row, 0, 1, 2 … in the order in which they are met; 0 without group column.</summary>
    public int ReadGroup() => groups?.Read() ?? 0;

    /// <inheritdoc/>
    public void Dispose() => cursor.Dispose();

    private string? FeatureDefect()
    {
        ReadOnlySpan<float> values = features.GetValues();
        if (values.IsEmpty || TensorPrimitives.IsFiniteAll(values)) return null;    // "all" of none is false there
        int k = 0;
        while (float.IsFinite(values[k])) k++;
        int slot = features.IsDense ? k : features.GetIndices()[k];
        string remedy = float.IsNaN(values[k])
            ? "Replace missing values first, for example with ReplaceMissingValues."
            : "Replace or clip infinite values first, or set SkipInvalidRows.";
        return $"'{columns.Features.Name}' has {Text(values[k])} at slot {slot}. {remedy}";
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
