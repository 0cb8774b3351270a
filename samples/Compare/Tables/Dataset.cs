using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>A file made ready to learn from: its label, its features, and a view of both that ML.NET reads, under the
/// names that they have in the file.</summary>
internal sealed class Dataset
{
    private readonly CsvTable table;

    public Dataset(CsvTable table, Label label, IReadOnlyList<FeatureColumn> columns)
    {
        this.table = table;
        Label = label;
        Columns = columns;
        if (Numeric.Count + Categorical.Count == 0)
            throw new UserError($"{table.Path}: no column is left to predict '{label.Name}' from.\n{string.Join("\n", columns.Select(column => $"  {column.Name} {column.Note}"))}");
        View = new TableView(
            [LabelValues(), .. Numeric.Select(column => table.Numbers(column.Index, label.Rows)), .. Categorical.Select(column => table.Texts(column.Index, label.Rows))],
            [.. Enumerable.Range(0, label.Rows.Count)]);
    }

    public string Path => table.Path;

    public Label Label { get; }

    public IReadOnlyList<FeatureColumn> Columns { get; }

    public IReadOnlyList<FeatureColumn> Numeric => [.. Columns.Where(column => column.Kind == ColumnKind.Numeric)];

    public IReadOnlyList<FeatureColumn> Categorical => [.. Columns.Where(column => column.Kind == ColumnKind.Categorical)];

    /// <summary>All labelled rows, in the file's order.</summary>
    public TableView View { get; }

    /// <summary>Reads files of the same columns, with or without a label, for a saved model.</summary>
    public TextLoader Loader(MLContext mlContext) => mlContext.Data.CreateTextLoader(new TextLoader.Options
    {
        Columns =
        [
            .. Numeric.Select(column => new TextLoader.Column(column.Name, DataKind.Single, column.Index)),
            .. Categorical.Select(column => new TextLoader.Column(column.Name, DataKind.String, column.Index)),
        ],
        Separators = [table.Separator],
        HasHeader = true,
        AllowQuoting = true,
        ReadMultilines = true,
        MissingRealsAsNaNs = true,
    });

    private TableColumn LabelValues()
    {
        switch (Label.Task)
        {
            case LearningTask.Regression:
                return new TableColumn<float>(Label.Name, NumberDataViewType.Single, [.. Label.Values]);
            case LearningTask.Binary:
                return new TableColumn<bool>(Label.Name, BooleanDataViewType.Instance, [.. Label.Values.Select(value => value == 0)]);
            default:
                VBuffer<ReadOnlyMemory<char>> names = new(Label.Classes.Count, [.. Label.Classes.Select(name => name.AsMemory())]);
                DataViewSchema.Annotations.Builder annotations = new();
                annotations.Add("KeyValues", new VectorDataViewType(TextDataViewType.Instance, Label.Classes.Count),
                    (ref VBuffer<ReadOnlyMemory<char>> value) => names.CopyTo(ref value));
                return new TableColumn<uint>(Label.Name, new KeyDataViewType(typeof(uint), Label.Classes.Count),
                    [.. Label.Values.Select(value => (uint)value + 1)], annotations.ToAnnotations());
        }
    }
}
