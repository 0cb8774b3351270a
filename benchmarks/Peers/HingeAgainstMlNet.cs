using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;
using Spectre.Console;

namespace MlNetLosses.Benchmarks.Peers;

/// <summary>
/// Hinge loss and ridge on 200,000 × 100 dense rows: how long our SDCA takes to a relative gap of 1e-3, and how long ML.NET's own
/// takes to come within 0.5 % of the optimum. Whole fits, reading included, in turn on the same <see cref="IDataView"/>: from memory
/// by <c>AppendCacheCheckpoint</c>, and as it was loaded (ML.NET's trainer then reads it anew each iteration, and cannot shuffle it).
/// </summary>
/// <remarks>
/// Objective of both: mean hinge(xᵀw + b) + λ/2 ‖w‖². ML.NET has no certificate, so its time is that of the smallest number of
/// iterations that gets there, given to it for free by trying.
/// </remarks>
internal static class HingeAgainstMlNet
{
    private const int Rows = 200_000;
    private const double Lambda = 1e-4;
    private const double Near = 5e-3;
    private static readonly int[] Iterations = [5, 10, 15, 20, 25, 30, 40, 50, 70, 100, 200];

    public static void Run(int repetitions)
    {
        Example[] examples = HingeData.Create(Rows, seed: 1);
        MLContext ml = new(seed: 1);
        IDataView loaded = ml.Data.LoadFromEnumerable(examples), cached = ml.Data.Cache(loaded);
        double optimum = Objective(examples, Ours(ml, cached, 1e-6, out _));
        AnsiConsole.WriteLine($"hinge {Rows:N0} x {Example.Features}, lambda {Lambda}, optimum {optimum:F6}");
        Compare("as loaded", loaded);
        Compare("cached", cached);

        void Compare(string name, IDataView data)
        {
            int needed = Iterations.FirstOrDefault(iterations => Objective(examples, MlNet(ml, data, iterations, out _)) <= optimum * (1 + Near));
            int granted = needed == 0 ? Iterations[^1] : needed;
            AnsiConsole.WriteLine(needed > 0
                ? $"{name}: ML.NET's Sdca needs {needed} iterations to come within {Near:P1} of the optimum."
                : $"{name}: ML.NET's Sdca does not come within {Near:P1} of the optimum in {granted} iterations; its time is that of these.");
            Table table = new Table().AddColumns("run", "ours: s", "objective / optimum", "ML.NET Sdca: s", "objective / optimum", "ratio");
            List<double> ratios = [];
            for (int run = 1; run <= repetitions; run++)
            {
                LinearBinaryModelParameters ours = Ours(ml, data, 1e-3, out double ourSeconds), theirs = MlNet(ml, data, granted, out double theirSeconds);
                ratios.Add(theirSeconds / ourSeconds);
                table.AddRow(
                    $"{run}", $"{ourSeconds:F2}", $"{Objective(examples, ours) / optimum:F5}",
                    $"{theirSeconds:F2}", $"{Objective(examples, theirs) / optimum:F5}", $"{ratios[^1]:F1}");
            }

            AnsiConsole.Write(table);
            ratios.Sort();
            AnsiConsole.WriteLine($"{name}: ratio {ratios[ratios.Count / 2]:F1} (median; {ratios[0]:F1} to {ratios[^1]:F1})");
        }
    }

    private static LinearBinaryModelParameters Ours(MLContext ml, IDataView data, double tolerance, out double seconds) =>
        Timed(() => ml.BinaryClassification.Trainers.ProximalSdca(
            new Hinge(), new Ridge(Lambda),
            new ProximalSdcaOptions { FeatureColumnName = nameof(Example.X), Tolerance = tolerance, Standardize = false }).Fit(data).Model, out seconds);

    private static LinearBinaryModelParameters MlNet(MLContext ml, IDataView data, int iterations, out double seconds) =>
        Timed(() => ml.BinaryClassification.Trainers.SdcaNonCalibrated(new SdcaNonCalibratedBinaryTrainer.Options
        {
            FeatureColumnName = nameof(Example.X),
            LossFunction = new HingeLoss(),
            L2Regularization = (float)Lambda,
            L1Regularization = 0,
            MaximumNumberOfIterations = iterations,
            ConvergenceTolerance = 1e-4f,
        }).Fit(data).Model, out seconds);

    private static LinearBinaryModelParameters Timed(Func<LinearBinaryModelParameters> fit, out double seconds)
    {
        long start = Stopwatch.GetTimestamp();
        LinearBinaryModelParameters model = fit();
        seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return model;
    }

    private static double Objective(Example[] examples, LinearModelParameters model)
    {
        float[] weights = [.. model.Weights];
        double sum = 0;
        foreach (Example example in examples)
        {
            double score = model.Bias;
            for (int j = 0; j < weights.Length; j++) score += weights[j] * (double)example.X[j];
            sum += Math.Max(0, 1 - (example.Label ? score : -score));
        }

        return sum / examples.Length + Lambda / 2 * weights.Sum(w => (double)w * w);
    }
}
