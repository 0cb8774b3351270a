using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlNetLosses.Data;

namespace MlNetLosses.Solvers;

/// <summary>Sparse columns that come one after the other, kept by row: a list of positions and values for each row, on pages that they share.</summary>
/// <param name="rowCount">n.</param>
internal sealed class RowLists(int rowCount)
{
    private const int FirstCapacity = 8;

    /// <summary>Each page is twice as large as the one before, in between; no list has more entries than the first.</summary>
    private const int FirstPageSize = 2 * ColumnGram.Most;

    private const int LargestPageSize = 1 << 18;

    /// <summary>Lists are fetched so many rows before they are read.</summary>
    private const int RowsAhead = 8;

    private readonly List[] lists = new List[rowCount];
    private readonly List<Entry[]> pages = [];
    private int page;               // the one that new lists go to
    private int used;               // entries of that page

    /// <summary>Forgets all columns.</summary>
    public void Clear()
    {
        Array.Clear(lists);
        (page, used) = (0, 0);
    }

    /// <summary>Adds a column, whose entries are those of <paramref name="position"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int position, Row column)
    {
        for (int k = 0; k < column.Values.Length; k++)
        {
            ref List list = ref lists[column.Columns[k]];
            if (list.Count == list.Capacity) Grow(ref list);
            list.Page[list.Start + list.Count++] = new(position, column.Values[k]);
        }
    }

    /// <summary>target[position] ← target[position] + the product of that column with another one, for all columns.</summary>
    /// <param name="rows">The rows where the other column has entries.</param>
    /// <param name="values">Its entries.</param>
    /// <param name="target">One value for each position.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ReadOnlySpan<int> rows, ReadOnlySpan<double> values, double[] target)
    {
        ref double sums = ref MemoryMarshal.GetArrayDataReference(target);
        for (int k = 0; k < rows.Length; k++)
        {
            if (k + 2 * RowsAhead < rows.Length) Prefetching.Fetch(ref lists[rows[k + 2 * RowsAhead]]);
            if (k + RowsAhead < rows.Length) Prefetching.Fetch(lists[rows[k + RowsAhead]].Entries);
            List list = lists[rows[k]];
            double value = values[k];
            foreach (ref readonly Entry entry in list.Entries) Unsafe.Add(ref sums, entry.Position) += value * entry.Value.Widen();
        }
    }

    /// <summary>Moves a list to where there is more room for it.</summary>
    private void Grow(ref List list)
    {
        int capacity = Math.Max(FirstCapacity, 2 * list.Capacity);
        if (pages.Count > 0 && used + capacity > pages[page].Length) (page, used) = (page + 1, 0);
        if (page == pages.Count) pages.Add(new Entry[(int)Math.Min(LargestPageSize, (long)FirstPageSize << Math.Min(page, 16))]);
        list.Entries.CopyTo(pages[page].AsSpan(used));
        (list.Page, list.Start, list.Capacity) = (pages[page], used, capacity);
        used += capacity;
    }

    /// <summary>The entries of a row, and where they are.</summary>
    private struct List
    {
        public Entry[] Page;
        public int Start;
        public int Count;
        public int Capacity;

        public readonly ReadOnlySpan<Entry> Entries => Page.AsSpan(Start, Count);
    }

    private readonly record struct Entry(int Position, float Value);
}
