using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace MlNetLosses.Interop;

/// <summary>The columns a trainer reads, and the check that a schema has them, with the texts of ML.NET's own trainers.</summary>
internal sealed class TrainerColumns
{
    private readonly SchemaShape.Column feature;
    private readonly SchemaShape.Column[] labels;    // any of these
    private readonly SchemaShape.Column? weight;

    /// <param name="feature">Known-size vector of Single.</param>
    /// <param name="label">As <paramref name="kind"/> says.</param>
    /// <param name="weight">Single; null: none.</param>
    /// <param name="kind">What the label column must hold.</param>
    /// <param name="group">Key, text or number; null: none.</param>
    public TrainerColumns(string feature, string label, string? weight, LabelKind kind, string? group = null)
    {
        (Feature, Label, Weight, Group) = (feature, label, weight, group);
        this.feature = NativeSchema.Column(feature, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, null);
        DataViewType[] types = kind switch
        {
            LabelKind.Binary => [BooleanDataViewType.Instance, NumberDataViewType.Single],
            LabelKind.Class => [NumberDataViewType.UInt32],
            _ => [NumberDataViewType.Single, NumberDataViewType.Double],
        };
        labels = Array.ConvertAll(types, type => Scalar(label, type, kind == LabelKind.Class));
        this.weight = weight is null ? null : Scalar(weight, NumberDataViewType.Single, isKey: false);
    }

    /// <summary>Name of the feature column.</summary>
    public string Feature { get; }

    /// <summary>Name of the label column.</summary>
    public string Label { get; }

    /// <summary>Name of the weight column, or null.</summary>
    public string? Weight { get; }

    /// <summary>Name of the column of groups, or null.</summary>
    public string? Group { get; }

    /// <summary>Checks that <paramref name="schema"/> has the columns.</summary>
    /// <returns>The label column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    public SchemaShape.Column Check(SchemaShape schema, IExceptionContext? context)
    {
        Check(schema, context, "inputSchema", "feature", feature);
        if (weight is SchemaShape.Column required) Check(schema, context, "inputSchema", "weight", required);
        if (Group is not null) CheckGroup(schema, context, Group);
        return Check(schema, context, "labelCol", "label", labels);
    }

    private static SchemaShape.Column Check(
        SchemaShape schema, IExceptionContext? context, string parameter, string role, params ReadOnlySpan<SchemaShape.Column> allowed)
    {
        string name = allowed[0].Name;
        SchemaShape.Column actual = schema.FirstOrDefault(column => column.Name == name);
        if (actual.Name is null) throw NativeSchema.MissingColumn(context, "inputSchema", role, name);
        foreach (SchemaShape.Column required in allowed)
        {
            SchemaShape.Column candidate = required;
            if (NativeSchema.IsCompatibleWith(ref candidate, actual)) return actual;
        }

        SchemaShape.Column preferred = allowed[0];
        throw NativeSchema.WrongColumnType(
            context, parameter, role, name, NativeSchema.GetTypeString(ref preferred), NativeSchema.GetTypeString(ref actual));
    }

    private static void CheckGroup(SchemaShape schema, IExceptionContext? context, string name)
    {
        SchemaShape.Column actual = schema.FirstOrDefault(column => column.Name == name);
        if (actual.Name is null) throw NativeSchema.MissingColumn(context, "inputSchema", "sampling key", name);
        if (actual.Kind != SchemaShape.Column.VectorKind.Scalar || !(actual.IsKey || GroupReader.CanRead(actual.ItemType)))
            throw NativeSchema.WrongColumnType(context, "inputSchema", "sampling key", name, "a key, text or number", NativeSchema.GetTypeString(ref actual));
    }

    private static SchemaShape.Column Scalar(string name, DataViewType type, bool isKey) =>
        NativeSchema.Column(name, SchemaShape.Column.VectorKind.Scalar, type, isKey, null);
}
