using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Interop;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>What all trainers of this library share: schema checks, reading, logging, progress, cancellation, the native model.</summary>
/// <remarks>The result does not depend on the number of threads, and a second fit of a trainer on the same data gives the same bits.</remarks>
/// <typeparam name="TTransformer">ML.NET's prediction transformer.</typeparam>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
public abstract class LinearTrainer<TTransformer, TModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
{
    private readonly IHost host;
    private readonly LinearTask<TTransformer> task;

    private protected LinearTrainer(IHostEnvironment env, string name, LinearTask<TTransformer> task, LinearTrainerOptions options, bool startsFromModels)
    {
        host = env.Register(name);
        this.task = task;
        Options = options.CheckedCopy();
        Columns = new(options.FeatureColumnName, options.LabelColumnName, options.ExampleWeightColumnName, task.Labels, options.GroupColumnName);
        Seed = options.FixedSeed ?? host.Rand.Next();
        Info = NativeModels.TrainerInfo(
            normalization: !options.Standardize, calibration: task.NeedsCalibration, caching: false,
            supportValid: false, supportIncrementalTrain: startsFromModels, supportTest: false);
    }

    /// <inheritdoc/>
    public TrainerInfo Info { get; }

    /// <summary>The trainer's own copy.</summary>
    private protected LinearTrainerOptions Options { get; }

    private protected TrainerColumns Columns { get; }

    /// <summary>Fixed, or drawn once, so that a second fit gives the same bits.</summary>
    private protected int Seed { get; }

    /// <summary>Trains a model.</summary>
    /// <param name="input">Data that has the columns named in the options.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    /// <exception cref="ArgumentException">The data is not fit for training; the message says where, and what to do.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public TTransformer Fit(IDataView input) => Fit(input, out TrainingSummary _);

    /// <summary>Trains a model, and says how it went.</summary>
    /// <param name="input"><inheritdoc cref="Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="summary">How the fit went, with the certificate of the model.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public abstract TTransformer Fit(IDataView input, out TrainingSummary summary);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column label = Columns.Check(inputSchema, host);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column column in task.OutputColumns(label)) columns[column.Name] = column;
        return new(columns.Values);
    }

    /// <summary>The solver, asking before each epoch whether the environment was cancelled.</summary>
    private protected ISolver Cancellable(ISolver solver) => new CancellableSolver(solver, CheckAlive);

    /// <summary>The problem as the options want it.</summary>
    private protected TProblem Configure<TProblem, TPenalty>(TProblem problem, double[]? exampleWeights)
        where TProblem : LinearProblem<TPenalty>
        where TPenalty : struct, IPenalty => problem with
        {
            ExampleWeights = exampleWeights,
            FitIntercept = Options.FitIntercept,
            Standardize = Options.Standardize,
            PenaltyFactors = Options.PenaltyFactors,
            LowerBounds = Options.NonNegative ? new double[problem.Features.ColumnCount] : Options.LowerBounds,
            UpperBounds = Options.UpperBounds,
        };

    /// <summary>Reads the examples, solves the problem that they pose, and makes the native model.</summary>
    /// <param name="input">The data.</param>
    /// <param name="solve">Solves; the channel is for warnings.</param>
    /// <param name="summary">How it went.</param>
    private protected TTransformer Train(IDataView input, Func<Examples, IChannel, SolverResult> solve, out TrainingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(input);
        Columns.Check(NativeSchema.ShapeOf(input.Schema), host);
        using IChannel channel = host.Start("Training");

        long start = Stopwatch.GetTimestamp();
        ExampleReader reader = new(
            Columns.Feature, Columns.Label, Columns.Weight, task.Labels, Options.SkipInvalidRows, Columns.Group, Options.NumberOfThreads, Options.FeatureDirectory);
        Examples examples = reader.Read(input, CheckAlive);
        using FeatureFile? file = examples.File;
        TimeSpan readingTime = Stopwatch.GetElapsedTime(start);
        if (examples.SkippedRows > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} of {1} rows: a feature, label or weight is missing or not finite.", examples.SkippedRows, examples.SkippedRows + examples.Labels.Length);

        start = Stopwatch.GetTimestamp();
        SolverResult result = solve(examples, channel);
        TimeSpan solvingTime = Stopwatch.GetElapsedTime(start);
        RoundedModel model = RoundedModel.Round(result.Model, examples, Options.FitIntercept, Columns.Feature);
        summary = new(result.Epochs, result.Certificate, result.Converged)
        {
            NonZeroWeights = model.NonZeroWeights,
            Scale = result.Scale,
            RowsRead = examples.Labels.Length,
            RowsSkipped = examples.SkippedRows,
            ReadingTime = readingTime,
            SolvingTime = solvingTime,
        };
        Log(channel, summary, result.ScaleCollapsed);
        return task.CreateTransformer(host, model, input.Schema, Columns);
    }

    /// <summary>Throws where the fit was cancelled.</summary>
    private protected void CheckAlive()
    {
        Options.CancellationToken.ThrowIfCancellationRequested();
        NativeSchema.CheckAlive(host);
    }

    /// <summary>Tells log and listener.</summary>
    private protected void Report(IChannel channel, TrainingProgress progress)
    {
        channel.Info(
            MessageSensitivity.None, "Epoch {0}: objective {1:G6}, relative duality gap {2:G3}",
            progress.Epoch, progress.Certificate.Objective, progress.Certificate.RelativeGap);
        Options.Progress?.Report(progress);
    }

    private void Log(IChannel channel, TrainingSummary summary, bool scaleCollapsed)
    {
        channel.Info(MessageSensitivity.None, "{0}", summary);
        if (scaleCollapsed)
            channel.Warning(
                MessageSensitivity.None,
                "The noise scale collapsed to its floor {0:G3}: at least half of the labels are fitted exactly. Set ScaleEstimation to None and the threshold in label units.",
                summary.Scale);
        if (summary.Converged || summary.Epochs < Options.MaximumEpochs) return;
        channel.Warning(
            MessageSensitivity.None,
            "Not converged: after {0} epochs the relative duality gap is {1:G3}, above the tolerance {2:G3}. Raise MaximumEpochs, raise Tolerance, or strengthen the penalty.",
            summary.Epochs, summary.RelativeGap, Options.Tolerance);
    }
}
