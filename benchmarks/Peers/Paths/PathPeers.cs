using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Paths;

/// <summary>What glmnet and scikit-learn make of a data set.</summary>
/// <param name="Exact">glmnet's models at <c>thresh = 1e-12</c>, one per λ.</param>
/// <param name="Usual">Its models at its default threshold, 1e-7.</param>
/// <param name="ExactSeconds">Processor time of the former.</param>
/// <param name="UsualSeconds">Processor time of the latter.</param>
/// <param name="CrossValidationSeconds">Processor time of cv.glmnet, at its defaults.</param>
/// <param name="ScikitLearnSeconds">Processor time of ElasticNetCV, at its defaults; null for other losses than squared.</param>
internal sealed record PathPeers(
    LinearModel[] Exact, LinearModel[] Usual, double ExactSeconds, double UsualSeconds, double CrossValidationSeconds, double? ScikitLearnSeconds)
{
    public static PathPeers Run(PathData data, double[] lambdas, int[] folds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("paths");
        try
        {
            Write(folder, "x.bin", data.Values);
            Write(folder, "y.bin", data.Labels);
            Write(folder, "lambda.bin", lambdas);
            Write(folder, "folds.bin", Array.ConvertAll(folds, fold => (double)fold));
            string n = Text(data.RowCount), p = Text(data.ColumnCount), ratio = Text(data.L1Ratio);
            Run("Rscript", Script("paths.R"), folder.FullName, n, p, data.Family, ratio);
            double[] seconds = Read(folder, "seconds.bin");
            bool isSquared = data.Family == "gaussian";
            if (isSquared) Run("/usr/bin/python3", Script("paths.py"), folder.FullName, n, p, ratio);
            return new(
                ReadModels(folder, "exact.bin", data.ColumnCount), ReadModels(folder, "usual.bin", data.ColumnCount),
                seconds[0], seconds[1], seconds[2], isSquared ? Read(folder, "sklearn.bin")[0] : null);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Paths", name);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Write<T>(DirectoryInfo folder, string name, T[] values)
        where T : struct => File.WriteAllBytes(Path.Combine(folder.FullName, name), MemoryMarshal.AsBytes(values.AsSpan()));

    private static double[] Read(DirectoryInfo folder, string name) =>
        MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(Path.Combine(folder.FullName, name))).ToArray();

    private static LinearModel[] ReadModels(DirectoryInfo folder, string name, int columns) =>
        [.. Read(folder, name).Chunk(1 + columns).Select(model => new LinearModel(model[1..], model[..1]))];

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(PeerProgram.Command(program, arguments))!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {arguments[0]} ended with {process.ExitCode}.");
    }
}
