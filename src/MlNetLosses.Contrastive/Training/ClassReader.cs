using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetLosses.Interop;

namespace MlNetLosses.Contrastive.Training;

/// <summary>Reads the class of the row at which a cursor stands, and keeps those read: 0, 1, … in the order in which they turn up, −1 for none.</summary>
internal sealed class ClassReader
{
    private readonly Func<string?> readName;
    private readonly Dictionary<string, int> classes = [];
    private readonly List<int> labels = [];

    public ClassReader(DataViewRow cursor, DataViewSchema.Column column) => readName = column.Type switch
    {
        KeyDataViewType => Reader<uint>(cursor, column, key => key == 0 ? null : Text(key)),
        BooleanDataViewType => Reader<bool>(cursor, column, value => value ? "1" : "0"),
        TextDataViewType => Reader<ReadOnlyMemory<char>>(cursor, column, value => value.IsEmpty ? null : value.ToString()),
        _ => Reader<float>(cursor, column, value => float.IsNaN(value) ? null : Text(value)),
    };

    public int[] Labels => [.. labels];

    /// <summary>Checks that a label column is there and holds classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is missing, or of another type.</exception>
    public static void Check(SchemaShape schema, string name, IExceptionContext context)
    {
        SchemaShape.Column column = schema.FirstOrDefault(candidate => candidate.Name == name);
        if (column.Name is null) throw NativeSchema.MissingColumn(context, "inputSchema", "label", name);
        bool holdsClasses = column.Kind == SchemaShape.Column.VectorKind.Scalar
            && (column.IsKey ? column.ItemType == NumberDataViewType.UInt32
                : column.ItemType is BooleanDataViewType or TextDataViewType || column.ItemType == NumberDataViewType.Single);
        if (!holdsClasses)
            throw NativeSchema.WrongColumnType(context, "inputSchema", "label", name, "Key<UInt32>, Boolean, Single or String", NativeSchema.GetTypeString(ref column));
    }

    /// <summary>Reads the class of the row.</summary>
    public void Read()
    {
        if (readName() is not string name) labels.Add(-1);
        else if (classes.TryGetValue(name, out int known)) labels.Add(known);
        else
        {
            labels.Add(classes.Count);
            classes.Add(name, classes.Count);
        }
    }

    private static Func<string?> Reader<T>(DataViewRow cursor, DataViewSchema.Column column, Func<T, string?> toName)
    {
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        T value = default!;
        return () =>
        {
            get(ref value);
            return toName(value);
        };
    }

    private static string Text(IFormattable value) => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}
