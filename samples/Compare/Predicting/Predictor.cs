using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Predicting;

/// <summary>A model.zip read back: the raw columns that it needs, and what it makes of them.</summary>
internal sealed class Predictor
{
    /// <summary>More new categories than this are not listed.</summary>
    private const int MostNamed = 5;

    private readonly string path;
    private readonly ITransformer model;
    private readonly DataViewSchema inputs;

    private Predictor(string path, ITransformer model, DataViewSchema inputs)
    {
        this.path = path;
        this.model = model;
        this.inputs = inputs;
    }

    /// <exception cref="UserError">The file can't be read, or is no model that Compare saved.</exception>
    public static Predictor Load(MLContext mlContext, string path)
    {
        if (!File.Exists(path))
            throw new UserError($"{path}: there is no such file. Compare saves its winner as model.zip in its output directory.");
        try
        {
            ITransformer model = mlContext.Model.LoadWithDataLoader(path, out IDataLoader<IMultiStreamSource> loader);
            return new Predictor(path, model, loader.GetOutputSchema());
        }
        catch (Exception e)
        {
            throw new UserError($"{path} is no model that can be used here: {e.Message.ReplaceLineEndings(" ")} Name a model.zip that Compare saved.");
        }
    }

    /// <summary>
    /// Scores every row. Columns are found by name, so their order is free and others may stand between them; cells are read as they
    /// were for training (the model's own loader goes by position).
    /// </summary>
    /// <exception cref="UserError">A column that the model needs is missing.</exception>
    public IDataView Transform(CsvTable table)
    {
        string[] missing = [.. inputs.Select(column => column.Name).Except(table.Names)];
        if (missing.Length > 0)
        {
            throw new UserError(
                $"{table.Path}, line 1: {(missing.Length == 1 ? "a column that the model needs is" : $"{missing.Length} columns that the model needs are")} " +
                $"missing: {string.Join(", ", missing.Select(name => $"'{name}'"))}. The file has {string.Join(", ", table.Names.Select(name => $"'{name}'"))}.");
        }
        int[] rows = [.. Enumerable.Range(0, table.RowCount)];
        return model.Transform(new TableView([.. inputs.Select(column => Read(table, column, rows))], rows));
    }

    /// <summary>Cells that the model can make nothing of: those that hold something, yet not the number that it takes there, and categories that its training data lacked.</summary>
    public IEnumerable<string> Doubts(CsvTable table)
    {
        foreach (DataViewSchema.Column column in inputs.Where(column => column.Type is TextDataViewType))
        {
            HashSet<string> known = Categories(column.Name);
            IReadOnlyList<string> cells = table.Columns[table.IndexOf(column.Name)];
            int[] rows = [.. Enumerable.Range(0, cells.Count).Where(row => !Cell.IsMissing(cells[row]) && !known.Contains(cells[row]))];
            string[] strange = [.. rows.Select(row => cells[row]).Distinct()];
            if (rows.Length > 0 && known.Count > 0)
            {
                yield return $"{column.Name}: {rows.Length} cells hold a category that the training data lacked and count as none of the known ones, the first on line {table.Lines[rows[0]]}: " +
                    string.Join(", ", strange.Take(MostNamed).Select(name => $"'{name}'")) + (strange.Length > MostNamed ? ", …" : "");
            }
        }
        foreach (DataViewSchema.Column column in inputs.Where(column => column.Type is NumberDataViewType))
        {
            IReadOnlyList<string> cells = table.Columns[table.IndexOf(column.Name)];
            int[] rows = [.. Enumerable.Range(0, cells.Count).Where(row => !Cell.IsMissing(cells[row]) && !Cell.TryNumber(cells[row], out _))];
            if (rows.Length > 0)
                yield return $"{column.Name}: {rows.Length} cells are no numbers and count as missing, the first on line {table.Lines[rows[0]]}: '{cells[rows[0]]}'";
        }
    }

    /// <summary>The one-hot encoding names its slots after the categories.</summary>
    private HashSet<string> Categories(string column)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        DataViewSchema.Column encoded = model.GetOutputSchema(inputs)[column];
        if (encoded.HasSlotNames())
            encoded.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private TableColumn Read(CsvTable table, DataViewSchema.Column column, int[] rows) => column.Type switch
    {
        NumberDataViewType when column.Type.RawType == typeof(float) => table.Numbers(table.IndexOf(column.Name), rows),
        TextDataViewType => table.Texts(table.IndexOf(column.Name), rows),
        _ => throw new UserError($"{path} takes a column '{column.Name}' of type {column.Type}, which a cell can't hold. Name a model.zip that Compare saved."),
    };
}
