using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Interop;

/// <summary>Reads the label of the row at which a cursor stands.</summary>
internal sealed class LabelReader
{
    private readonly ValueGetter<double> get;
    private readonly string column;
    private readonly LabelKind kind;
    private readonly bool isNumber;
    private bool hasZero;
    private bool hasMinusOne;

    /// <param name="cursor">The rows.</param>
    /// <param name="label">The column, of a type that <paramref name="kind"/> allows.</param>
    /// <param name="kind">What the column must hold.</param>
    public LabelReader(DataViewRow cursor, DataViewSchema.Column label, LabelKind kind)
    {
        (column, this.kind) = (label.Name, kind);
        isNumber = label.Type is NumberDataViewType;
        get = label.Type switch
        {
            KeyDataViewType => Convert<uint>(cursor, label, key => key - 1.0),
            BooleanDataViewType => Convert<bool>(cursor, label, value => value ? 1 : -1),
            NumberDataViewType { RawType: Type raw } when raw == typeof(float) => Convert<float>(cursor, label, value => value),
            _ => cursor.GetGetter<double>(label),
        };
    }

    /// <summary>Whether the labels that several readers have met so far are of two classes: 0/1 or −1/+1 everywhere.</summary>
    public static bool Agree(IReadOnlyCollection<LabelReader> readers) =>
        !(readers.Any(reader => reader.hasZero) && readers.Any(reader => reader.hasMinusOne));

    /// <summary>Reads the label.</summary>
    /// <param name="row">The row, for messages.</param>
    /// <param name="label">y: a number; −1 or +1; or 0 … K − 1.</param>
    /// <returns>What is missing, as the end of a sentence; null: the label is valid.</returns>
    /// <exception cref="ArgumentException">The label is there, but outside what the column must hold.</exception>
    public string? Read(long row, out double label)
    {
        label = 0;
        get(ref label);
        if (kind == LabelKind.Class)
            return label >= 0 ? null : $"'{column}' has no key. Remove rows without label, for example with FilterRowsByMissingValues, or set SkipInvalidRows.";
        if (!double.IsFinite(label))
            return $"'{column}' has {Text(label)}. Remove rows without a finite label, for example with FilterRowsByMissingValues, or set SkipInvalidRows.";
        if (kind == LabelKind.NonNegative && label < 0)
            throw new ArgumentException($"Row {row} of column '{column}' has {Text(label)}. The loss needs labels that are zero or positive. Correct the row, or choose another loss.");
        if (kind == LabelKind.Binary && isNumber) label = ToSign(row, label);
        return null;
    }

    /// <summary>0/1 or −1/+1 to −1/+1. Both at once would be three classes.</summary>
    private double ToSign(long row, double label)
    {
        hasZero |= label == 0;
        hasMinusOne |= label == -1;
        if (label is not (-1 or 0 or 1))
            throw new ArgumentException($"Row {row} of column '{column}' has {Text(label)}. A binary label must be 0 or 1, or -1 or +1. Correct the row, or train a multiclass or a regression model.");
        if (hasZero && hasMinusOne)
            throw new ArgumentException($"Row {row} of column '{column}' has {Text(label)}, but a row before it has {(label == 0 ? "-1" : "0")}. A binary label must be 0 or 1 in every row, or -1 or +1 in every row.");
        return label > 0 ? 1 : -1;
    }

    private static ValueGetter<double> Convert<T>(DataViewRow cursor, DataViewSchema.Column column, Func<T, double> toDouble)
        where T : struct
    {
        ValueGetter<T> get = cursor.GetGetter<T>(column);
        return (ref value) =>
        {
            T source = default;
            get(ref source);
            value = toDouble(source);
        };
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
