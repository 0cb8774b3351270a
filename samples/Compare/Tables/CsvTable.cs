using CsvHelper;
using Microsoft.ML.Data;

namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>A CSV file in memory, column by column, every cell as text; each row remembers its line for messages.</summary>
internal sealed class CsvTable
{
    private CsvTable(string path, char separator, IReadOnlyList<string> names, IReadOnlyList<List<string>> columns, IReadOnlyList<long> lines)
    {
        Path = path;
        Separator = separator;
        Names = names;
        Columns = columns;
        Lines = lines;
    }

    public string Path { get; }

    public char Separator { get; }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<List<string>> Columns { get; }

    /// <summary>The line of the file on which each row starts.</summary>
    public IReadOnlyList<long> Lines { get; }

    public int RowCount => Lines.Count;

    /// <summary>The place of a column that is there.</summary>
    public int IndexOf(string name) => Names.Index().First(column => column.Item == name).Index;

    /// <summary>The numbers of a column at the given rows, as ML.NET reads them; NaN where a cell holds none.</summary>
    public TableColumn<float> Numbers(int column, IEnumerable<int> rows) => new(Names[column], NumberDataViewType.Single,
        [.. rows.Select(row => Cell.TryNumber(Columns[column][row], out float number) ? number : float.NaN)]);

    /// <summary>The texts of a column at the given rows, as ML.NET reads them.</summary>
    public TableColumn<ReadOnlyMemory<char>> Texts(int column, IEnumerable<int> rows) => new(Names[column], TextDataViewType.Instance,
        [.. rows.Select(row => Columns[column][row].AsMemory())]);

    /// <exception cref="UserError">The file can't be read, or is no table with a header and the same number of cells in each row.</exception>
    public static CsvTable Read(string path)
    {
        try
        {
            using CsvReader reader = CsvReader.FromFile(path, new CsvReaderOptions
            {
                MalformedData = CsvMalformedDataHandling.Throw,
                PoolStrings = true,
                TrackLineNumbers = true,
            });
            return Read(path, reader);
        }
        catch (CsvFormatException e)
        {
            throw new UserError($"{path}, line {e.LineNumber}: {e.Message}");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"{path}: there is no such file.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} can't be read: {e.Message}");
        }
    }

    private static CsvTable Read(string path, CsvReader reader)
    {
        List<string> names = [.. reader.Headers.ToArray().Select((name, i) => name.Trim() is { Length: > 0 } given ? given : $"Column{i + 1}")];
        if (names.Count == 0)
            throw new UserError($"{path} is empty. Its first line must name the columns.");
        CheckText(path, 1, names);
        CheckDistinct(path, names);

        List<string>[] columns = [.. names.Select(_ => new List<string>())];
        List<long> lines = [];
        while (reader.Read())
        {
            if (reader.FieldCount != names.Count)
            {
                throw new UserError(
                    $"{path}, line {reader.LineNumber}: {reader.FieldCount} cells, where the header has {names.Count}. " +
                    $"A cell that contains '{Show(reader.Separator)}' or a quote must be quoted.");
            }
            // ML.NET's TextLoader, which will read the same file for the saved model, skips leading blanks too.
            for (int i = 0; i < names.Count; i++)
                columns[i].Add(reader.GetString(i).TrimStart(' '));
            lines.Add(reader.LineNumber);
        }
        if (lines.Count == 0)
            throw new UserError($"{path} has a header but no rows below it.");
        return new CsvTable(path, reader.Separator, names, columns, lines);
    }

    private static void CheckText(string path, long line, List<string> cells)
    {
        if (cells.Any(cell => cell.Any(c => char.IsControl(c) || c == '\uFFFD')))
            throw new UserError($"{path}, line {line}: not text. Is this a CSV file, unpacked and in UTF-8?");
    }

    private static void CheckDistinct(string path, List<string> names)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        if (names.Find(name => !seen.Add(name)) is { } twice)
        {
            int first = names.IndexOf(twice);
            throw new UserError(
                $"{path}, line 1: columns {first + 1} and {names.IndexOf(twice, first + 1) + 1} are both called '{twice}'. Rename one of them.");
        }
    }

    private static string Show(char separator) => separator == '\t' ? "tab" : separator.ToString();
}
