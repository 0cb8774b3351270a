using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>Checks of spans that hold rows: what must what, and what it got.</summary>
internal static class RowCheck
{
    /// <summary>Whole rows of finite values, at least some.</summary>
    /// <returns>How many rows.</returns>
    public static int Rows(ReadOnlySpan<float> values, int dimension, int atLeast, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        int rows = values.Length / dimension;
        if (values.Length % dimension != 0)
            throw new ArgumentException($"{name} must be whole rows of {dimension} values, got {values.Length} values. Check the row's length.", name);
        if (rows < atLeast)
            throw new ArgumentException($"{name} must have {atLeast} or more rows, got {rows}. Pass a larger batch.", name);
        if (!TensorPrimitives.IsFiniteAll(values))
        {
            int at = 0;
            while (float.IsFinite(values[at])) at++;
            throw new ArgumentException(FormattableString.Invariant(
                $"{name} must be finite, got {values[at]} in row {at / dimension} at slot {at % dimension}. Replace such values first."), name);
        }

        return rows;
    }

    /// <summary>Whole rows of finite values, i and i + n the two views of example i, of at least some examples.</summary>
    /// <returns>How many rows, 2n.</returns>
    public static int Pairs(ReadOnlySpan<float> values, int dimension, int atLeast, [CallerArgumentExpression(nameof(values))] string? name = null)
    {
        int rows = Rows(values, dimension, 2 * atLeast, name);
        return rows % 2 == 0
            ? rows
            : throw new ArgumentException($"{name} must have two rows for each example, i and i + n, got {rows} rows. Add the missing view.", name);
    }

    /// <summary>Labels of classes, each −1 or more.</summary>
    public static void Labels(ReadOnlySpan<int> labels, int count, [CallerArgumentExpression(nameof(labels))] string? name = null)
    {
        if (labels.Length != count) throw new ArgumentException($"{name} must have {count} values, got {labels.Length}.", name);
        for (int i = 0; i < count; i++)
        {
            if (labels[i] < -1)
                throw new ArgumentException($"{name} must be 0 or more, or -1 where unknown, got {labels[i]} at {i}.", name);
        }
    }

    /// <summary>Enough labels other than −1.</summary>
    public static void KnownLabels(ReadOnlySpan<int> labels, int atLeast, [CallerArgumentExpression(nameof(labels))] string? name = null)
    {
        int known = labels.Length - labels.Count(-1);
        if (known < atLeast)
            throw new ArgumentException($"{name} must hold at least {atLeast} known labels, 0 or more, got {known}. Label some rows first.", name);
    }

    /// <summary>A gradient as long as what it is a gradient by.</summary>
    public static void Gradient(ReadOnlySpan<float> gradient, ReadOnlySpan<float> values,
        [CallerArgumentExpression(nameof(gradient))] string? name = null, [CallerArgumentExpression(nameof(values))] string? valuesName = null)
    {
        if (gradient.Length != values.Length)
            throw new ArgumentException($"{name} must be as long as {valuesName}, {values.Length} values, got {gradient.Length}.", name);
    }
}
