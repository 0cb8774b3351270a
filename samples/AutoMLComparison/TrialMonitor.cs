#if WITH_AUTOML
using System.Globalization;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MlNetLosses.Samples.AutoMLComparison;

/// <summary>Prints each trial with the trainer's name and what was swept, and keeps those that succeeded.</summary>
/// <param name="pipeline">What is searched.</param>
/// <param name="names">Of the trainers that AutoML does not know.</param>
internal sealed class TrialMonitor(SweepablePipeline pipeline, IReadOnlyDictionary<SweepableEstimator, string> names) : IMonitor
{
    private readonly List<TrialResult> completed = [];

    public IReadOnlyList<TrialResult> Completed => completed;

    public void ReportCompletedTrial(TrialResult result)
    {
        completed.Add(result);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.TrialSettings.TrialId,5}  {TrainerOf(result.TrialSettings),-30}  {result.Metric,8:N0}  {result.DurationInMilliseconds / 1000,5:F1} s  {SweptOf(result.TrialSettings)}"));
    }

    public void ReportBestTrial(TrialResult result)
    {
        // Said when all is done.
    }

    public void ReportFailTrial(TrialSettings settings, Exception? exception = null) =>
        Console.WriteLine($"{settings.TrialId,5}  {TrainerOf(settings),-30}  failed: {exception?.Message.ReplaceLineEndings(" ")}");

    public void ReportRunningTrial(TrialSettings settings)
    {
        // A trial takes seconds.
    }

    public string TrainerOf(TrialSettings settings)
    {
        SweepableEstimator trainer = pipeline.Estimators[KeyOfTrainer(settings)];
        return names.GetValueOrDefault(trainer) ?? trainer.EstimatorType.ToString();
    }

    /// <summary>The values that AutoML chose; those of options that it does not sweep are left out.</summary>
    public string SweptOf(TrialSettings settings)
    {
        string key = KeyOfTrainer(settings);
        Parameter chosen = settings.Parameter[Search.Pipeline][key];
        return string.Join(", ", pipeline.Estimators[key].SearchSpace.Keys.Order(StringComparer.Ordinal).Select(name => $"{name} {Text(chosen[name])}"));
    }

    /// <summary>A trial's pipeline is written as a product of its estimators' keys, such as <c>e0 * e3</c>: the last is the trainer.</summary>
    private static string KeyOfTrainer(TrialSettings settings) =>
        settings.Parameter[Search.Pipeline]["_SCHEMA_"].AsType<string>().Split('*', StringSplitOptions.TrimEntries)[^1];

    private static string Text(Parameter value) =>
        value.ParameterType == ParameterType.Number ? value.AsType<double>().ToString("G3", CultureInfo.InvariantCulture) : value.ToString();
}
#endif
