using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Interop;

/// <summary>Reads the group of the row at which a cursor stands, from a column of keys, texts or numbers.</summary>
internal sealed class GroupReader
{
    private readonly Func<int> read;

    /// <param name="cursor">The rows.</param>
    /// <param name="column">The column, of a type that <see cref="CanRead"/>.</param>
    public GroupReader(DataViewRow cursor, DataViewSchema.Column column) => read = column.Type.RawType switch
    {
        Type type when type == typeof(ReadOnlyMemory<char>) => ReadText(cursor.GetGetter<ReadOnlyMemory<char>>(column)),
        Type type when type == typeof(bool) => ReadValue(cursor.GetGetter<bool>(column)),
        Type type when type == typeof(byte) => ReadValue(cursor.GetGetter<byte>(column)),
        Type type when type == typeof(ushort) => ReadValue(cursor.GetGetter<ushort>(column)),
        Type type when type == typeof(uint) => ReadValue(cursor.GetGetter<uint>(column)),
        Type type when type == typeof(ulong) => ReadValue(cursor.GetGetter<ulong>(column)),
        Type type when type == typeof(int) => ReadValue(cursor.GetGetter<int>(column)),
        Type type when type == typeof(long) => ReadValue(cursor.GetGetter<long>(column)),
        Type type when type == typeof(float) => ReadValue(cursor.GetGetter<float>(column)),
        _ => ReadValue(cursor.GetGetter<double>(column)),
    };

    /// <summary>Whether groups can be read from a column of this type.</summary>
    public static bool CanRead(DataViewType type) => type is KeyDataViewType or TextDataViewType or BooleanDataViewType
        || type.RawType == typeof(int) || type.RawType == typeof(long) || type.RawType == typeof(float) || type.RawType == typeof(double);

    /// <summary>The group, 0, 1, 2 … in the order in which they are met. Missing values are a group of their own.</summary>
    public int Read() => read();

    private static Func<int> ReadText(ValueGetter<ReadOnlyMemory<char>> get)
    {
        Dictionary<string, int> groups = [];
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            get(ref text);
            string key = text.ToString();
            groups.TryAdd(key, groups.Count);
            return groups[key];
        };
    }

    private static Func<int> ReadValue<T>(ValueGetter<T> get)
        where T : struct
    {
        Dictionary<T, int> groups = [];
        T value = default;
        return () =>
        {
            get(ref value);
            groups.TryAdd(value, groups.Count);
            return groups[value];
        };
    }
}
