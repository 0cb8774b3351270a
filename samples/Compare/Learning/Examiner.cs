using System.Diagnostics;
using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Fits candidates and sees what they are worth.</summary>
/// <param name="data">Where the rows come from.</param>
/// <param name="seed">Of every fit.</param>
/// <param name="timeout">How long a fit and the scoring after it may take; null: as long as they need.</param>
internal sealed class Examiner(Dataset data, int seed, TimeSpan? timeout)
{
    /// <summary>What was fitted, in which time, and what it says about the test rows.</summary>
    public sealed record Result(Fitted Fitted, double Seconds, IDataView Scored, IReadOnlyList<double> Values);

    /// <summary>What the rows belong to.</summary>
    public Dataset Data => data;

    /// <summary>Of every fit.</summary>
    public int Seed => seed;

    /// <summary>How long a fit and the scoring after it may take; null: as long as they need.</summary>
    public TimeSpan? Timeout => timeout;

    /// <summary>Fits a candidate on some rows and judges it on others.</summary>
    /// <param name="candidate">Whom.</param>
    /// <param name="configuration">With which settings.</param>
    /// <param name="train">The rows to fit on.</param>
    /// <param name="test">The rows to judge on.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="NotFiniteNumberException">Its scores are no numbers.</exception>
    public Task<Result> RunAsync(
        Candidate candidate, Configuration configuration, IDataView train, IDataView test, TimeSpan? limit, CancellationToken cancellation) =>
        TimeLimit.RunAsync(
            token =>
            {
                MLContext mlContext = new(seed);
                Stopwatch clock = Stopwatch.StartNew();
                Fitted fitted = candidate.Fit(new(mlContext, train, data.Label.Name, Preparation.Features, configuration, token));
                double seconds = clock.Elapsed.TotalSeconds;
                IDataView scored = fitted.Model.Transform(test);
                return new Result(fitted, seconds, scored, Metric.Evaluate(mlContext, data.Label, scored));
            },
            limit, cancellation);

    /// <summary>What to tell of a failure.</summary>
    public static string Describe(Exception e) => e is DllNotFoundException
        ? "a native library can't be loaded. LightGBM needs OpenMP: on Debian and Ubuntu, apt-get install libgomp1."
        : e.Message.ReplaceLineEndings(" ");
}
