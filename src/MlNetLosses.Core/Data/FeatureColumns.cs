namespace MlNetLosses.Data;

/// <summary>The columns of a matrix. Of sparse ones, those that many rows have are kept dense: an entry costs a load less, and the next ones come with it.</summary>
internal sealed class FeatureColumns
{
    /// <summary>A column is kept dense when one row in so many has it.</summary>
    private const int RowsPerEntry = 4;

    private readonly FeatureMatrix stored;      // Xᵀ
    private readonly FeatureMatrix? dense;      // some of its rows
    private readonly int[] positions = [];      // of each column among those, −1 where it is none of them

    /// <param name="features">X, <c>n × p</c>, which is transposed.</param>
    public FeatureColumns(FeatureMatrix features)
        : this(features.Transpose(), [])
    {
    }

    /// <param name="stored">Xᵀ.</param>
    /// <param name="origin">m, p values, or empty for 0: columns that are moved are kept dense, too.</param>
    private FeatureColumns(FeatureMatrix stored, double[] origin)
    {
        this.stored = stored;
        if (!stored.IsSparse) return;
        int[] frequent = [.. Enumerable.Range(0, Count).Where(j => (origin.Length > 0 && origin[j] != 0) || (long)RowsPerEntry * stored[j].Values.Length > RowCount)];
        if (frequent.Length == 0) return;
        positions = new int[Count];
        Array.Fill(positions, -1);
        for (int k = 0; k < frequent.Length; k++) positions[frequent[k]] = k;
        dense = stored.Spread(frequent);
    }

    /// <summary>p.</summary>
    public int Count => stored.RowCount;

    /// <summary>n.</summary>
    public int RowCount => stored.ColumnCount;

    /// <summary>Whether columns may be sparse.</summary>
    public bool IsSparse => stored.IsSparse;

    /// <summary>Number of entries of all columns as they are stored.</summary>
    public long EntryCount => stored.EntryCount;

    /// <summary>Column j.</summary>
    public Row this[int column] => dense is not null && positions[column] >= 0 ? dense[positions[column]] : stored[column];

    /// <summary>The same columns, those dense that are moved.</summary>
    /// <param name="origin">m, p values, or empty for 0.</param>
    public FeatureColumns MovedTo(double[] origin)
    {
        for (int j = 0; j < origin.Length; j++)
            if (origin[j] != 0 && this[j].IsSparse) return new(stored, origin);
        return this;
    }
}
