using Spectre.Console;

namespace MlNetLosses.Benchmarks.Peers.Scale;

/// <summary>How time and memory of a fit grow with rows, columns, density and cores: tables, and a picture of each (SVG) in results/growth.</summary>
internal static class Growth
{
    private const int Repetitions = 3;
    private static readonly SyntheticRows Dense = new(Rows: 200_000, Columns: 100, Density: 1);
    private static readonly SyntheticRows Sparse = new(Rows: 100_000, Columns: 2_000, Density: 0.02);

    public static void Run()
    {
        string directory = Directory.CreateDirectory(Path.Combine("results", "growth")).FullName;
        Measure("rows", directory, [.. new[] { 50_000, 100_000, 200_000, 400_000, 800_000 }.Select(n => ((double)n, Dense with { Rows = n }))]);
        Measure("columns", directory, [.. new[] { 25, 50, 100, 200, 400 }.Select(d => ((double)d, Dense with { Columns = d }))]);
        Measure("density", directory, [.. new[] { 0.005, 0.01, 0.02, 0.04, 0.08 }.Select(density => (density, Sparse with { Density = density }))]);
    }

    private static void Measure(string name, string directory, (double X, SyntheticRows Data)[] sizes)
    {
        Table table = new Table().Title($"growth with {name}").AddColumns(
            name, "data", "epochs", "reading: s", "solving on 1 core: s", "on 2 cores: s", "matrix: MB", "peak memory / matrix");
        List<(double, double)> reading = [], one = [], two = [], matrix = [], peak = [];
        foreach ((double x, SyntheticRows data) in sizes)
        {
            MeasuredFit slow = Median(data, threads: 1), fast = Median(data, threads: 2);
            double bytes = data.MatrixBytes;
            table.AddRow(
                $"{x}", $"{data.Rows:N0} x {data.Columns:N0}", $"{fast.Epochs}", $"{fast.ReadingSeconds:F2}", $"{slow.SolvingSeconds:F2}", $"{fast.SolvingSeconds:F2}",
                $"{bytes / 1e6:F0}", $"{fast.PeakBytes / bytes:F2}");
            reading.Add((x, fast.ReadingSeconds));
            one.Add((x, slow.SolvingSeconds));
            two.Add((x, fast.SolvingSeconds));
            matrix.Add((x, bytes / 1e6));
            peak.Add((x, fast.PeakBytes / 1e6));
        }

        AnsiConsole.Write(table);
        LogLogPlot.Write(Path.Combine(directory, $"time-{name}.svg"), name, "seconds", [("reading", reading), ("solving, 1 core", one), ("solving, 2 cores", two)]);
        LogLogPlot.Write(Path.Combine(directory, $"memory-{name}.svg"), name, "MB", [("matrix", matrix), ("peak", peak)]);
    }

    private static MeasuredFit Median(SyntheticRows data, int threads) => Enumerable.Range(0, Repetitions)
        .Select(_ => MeasuredFit.Start(data, threads) ?? throw new InvalidOperationException($"The fit of {data} was killed. Free some memory."))
        .OrderBy(fit => fit.SolvingSeconds).ElementAt(Repetitions / 2);
}
