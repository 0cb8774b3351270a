using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>
/// Chosen rows of a table, in a chosen order, as ML.NET reads them. ML.NET's own views of memory or text can't be shuffled,
/// and neither trainers nor folds should see the rows in the order of a file that may be sorted.
/// </summary>
internal sealed class TableView : IDataView
{
    private readonly IReadOnlyList<TableColumn> columns;
    private readonly int[] rows;

    public TableView(IReadOnlyList<TableColumn> columns, int[] rows)
    {
        this.columns = columns;
        this.rows = rows;
        DataViewSchema.Builder builder = new();
        foreach (TableColumn column in columns)
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public TableView Subset(int[] subset) => new(columns, subset);

    public long? GetRowCount() => rows.Length;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, [.. columnsNeeded.Select(column => column.Index)]);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(TableView view, HashSet<int> active) : DataViewRowCursor
    {
        private int position = -1;

        public override long Position => position;

        public override long Batch => 0;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext() => ++position < view.rows.Length;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Index);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) =>
            (ValueGetter<TValue>)view.columns[column.Index].Getter(() => view.rows[position]);

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)view.rows[position], 0);
    }
}
