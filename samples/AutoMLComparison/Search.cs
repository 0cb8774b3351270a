#if WITH_AUTOML
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

namespace MlNetLosses.Samples.AutoMLComparison;

/// <summary>AutoML's search over our trainers and its own.</summary>
internal static class Search
{
    /// <summary>Where AutoML keeps the parameters of the pipeline among all that it sweeps.</summary>
    public const string Pipeline = "_pipeline_";

    public static async Task RunAsync(TimeSpan budget)
    {
        MLContext mlContext = new(seed: 1);
        AmesHouses houses = new(mlContext, Path.Combine(AppContext.BaseDirectory, "ames.csv"));
        DataOperationsCatalog.TrainTestData split = mlContext.Data.TrainTestSplit(houses.Sales, testFraction: 0.2, seed: 1);

        (SweepableEstimator Estimator, string Name)[] ours =
        [
            Sweepable(mlContext, Candidates.Huber),
            Sweepable(mlContext, Candidates.Absolute),
            Sweepable(mlContext, Candidates.Stochastic),
        ];
        SweepablePipeline theirs = mlContext.Auto().Regression(labelColumnName: AmesHouses.Label, featureColumnName: AmesHouses.Features);
        SweepablePipeline pipeline = houses.Preparation.Append([.. ours.Select(trainer => trainer.Estimator), .. theirs.Estimators.Values]);

        TrialMonitor monitor = new(pipeline, ours.ToDictionary(trainer => trainer.Estimator, trainer => trainer.Name));
        AutoMLExperiment experiment = mlContext.Auto().CreateExperiment()
            .SetPipeline(pipeline)
            .SetDataset(split.TrainSet, fold: 3)
            .SetRegressionMetric(RegressionMetric.MeanAbsoluteError, labelColumn: AmesHouses.Label)
            .SetTrainingTimeInSeconds((uint)budget.TotalSeconds)
            .SetMonitor(monitor);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Mean absolute error in dollars of each trial, in {budget.TotalSeconds:N0} s:"));
        TrialResult winner = await experiment.RunAsync().ConfigureAwait(false);

        Console.WriteLine();
        Console.WriteLine("The best trial of each trainer, fitted on all training houses:");
        Console.WriteLine("                                  trials   cross-validated   on unseen houses");
        foreach (IGrouping<string, TrialResult> trials in monitor.Completed.GroupBy(trial => monitor.TrainerOf(trial.TrialSettings)).OrderBy(trials => trials.Min(trial => trial.Loss)))
        {
            TrialResult best = trials.MinBy(trial => trial.Loss)!;
            // With folds, the model of a trial is that of its first fold: what is to be used is fitted anew.
            ITransformer model = pipeline.BuildFromOption(mlContext, best.TrialSettings.Parameter[Pipeline]).Fit(split.TrainSet);
            double error = mlContext.Regression.Evaluate(model.Transform(split.TestSet), AmesHouses.Label).MeanAbsoluteError;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {trials.Key,-30}  {trials.Count(),6}   {best.Metric,15:N0}   {error,16:N0}"));
        }
        Console.WriteLine($"The winner is {monitor.TrainerOf(winner.TrialSettings)} with {monitor.SweptOf(winner.TrialSettings)}.");
    }

    /// <summary>The search space is given always: without one, AutoML fails with a null reference.</summary>
    private static (SweepableEstimator Estimator, string Name) Sweepable<TOptions>(MLContext mlContext, Candidate<TOptions> candidate)
        where TOptions : class, new() =>
        (mlContext.Auto().CreateSweepableEstimator(candidate.Create, new SearchSpace<TOptions>(candidate.Defaults)), candidate.Name);
}
#endif
