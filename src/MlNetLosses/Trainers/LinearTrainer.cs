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
/// <typeparam name="TInitialModel">The models that a fit can start from.</typeparam>
public abstract class LinearTrainer<TTransformer, TModel, TInitialModel> : ITrainerEstimator<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TInitialModel : class
{
    private readonly IHost host;
    private readonly LinearTask<TTransformer> task;

    private protected LinearTrainer(IHostEnvironment env, string name, LinearTask<TTransformer> task, LinearTrainerOptions options)
    {
        host = env.Register(name);
        this.task = task;
        Options = options.CheckedCopy();
        Columns = new(options.FeatureColumnName, options.LabelColumnName, options.ExampleWeightColumnName, task.Labels);
        Seed = options.FixedSeed ?? host.Rand.Next();
        Info = NativeModels.TrainerInfo(
            normalization: !options.Standardize, calibration: task.NeedsCalibration, caching: false,
            supportValid: false, supportIncrementalTrain: true, supportTest: false);
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
    public TTransformer Fit(IDataView input) => Train(input, null, out _);

    /// <summary>Trains a model, starting from another.</summary>
    /// <param name="input"><inheritdoc cref="Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="initialModel">A linear model of as many features, from this library or from ML.NET's own trainers.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, TInitialModel initialModel) => Fit(input, initialModel, out _);

    /// <summary>Trains a model, and says how it went.</summary>
    /// <param name="input"><inheritdoc cref="Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="summary">How the fit went, with the certificate of the model.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, out TrainingSummary summary) => Train(input, null, out summary);

    /// <summary>Trains a model, starting from another, and says how it went.</summary>
    /// <param name="input"><inheritdoc cref="Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="initialModel"><inheritdoc cref="Fit(IDataView, TInitialModel)" path="/param[@name='initialModel']"/></param>
    /// <param name="summary"><inheritdoc cref="Fit(IDataView, out TrainingSummary)" path="/param[@name='summary']"/></param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, TInitialModel initialModel, out TrainingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(initialModel);
        return Train(input, ToLinearModel(initialModel), out summary);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaShape.Column label = Columns.Check(inputSchema, host);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column column in task.OutputColumns(label)) columns[column.Name] = column;
        return new(columns.Values);
    }

    /// <summary>The weights and intercepts of a native model.</summary>
    private protected abstract LinearModel ToLinearModel(TInitialModel model);

    /// <summary>Solves the problem that the examples pose.</summary>
    /// <param name="examples">What was read.</param>
    /// <param name="schema">Of the data that it was read from.</param>
    /// <param name="initialModel">Where to start; null: at the solver's own start.</param>
    /// <param name="channel">For warnings.</param>
    /// <param name="progress">To be told each certificate.</param>
    private protected abstract SolverResult Solve(
        Examples examples, DataViewSchema schema, LinearModel? initialModel, IChannel channel, Action<TrainingProgress> progress);

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

    private TTransformer Train(IDataView input, LinearModel? initialModel, out TrainingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(input);
        Columns.Check(NativeSchema.ShapeOf(input.Schema), host);
        using IChannel channel = host.Start("Training");

        long start = Stopwatch.GetTimestamp();
        ExampleReader reader = new(Columns.Feature, Columns.Label, Columns.Weight, task.Labels, Options.SkipInvalidRows);
        Examples examples = reader.Read(input, CheckAlive);
        TimeSpan readingTime = Stopwatch.GetElapsedTime(start);
        if (examples.SkippedRows > 0)
            channel.Warning(MessageSensitivity.None, "Skipped {0} of {1} rows: a feature, label or weight is missing or not finite.", examples.SkippedRows, examples.SkippedRows + examples.Labels.Length);

        if (initialModel is not null) CheckSize(initialModel, examples.Features.ColumnCount);
        start = Stopwatch.GetTimestamp();
        SolverResult result = Solve(examples, input.Schema, initialModel, channel, progress => Report(channel, progress));
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

    private void CheckAlive()
    {
        Options.CancellationToken.ThrowIfCancellationRequested();
        NativeSchema.CheckAlive(host);
    }

    private void CheckSize(LinearModel model, int featureCount)
    {
        int actual = model.Weights.Length / model.Intercepts.Length;
        if (actual != featureCount)
            throw new ArgumentException($"The initial model must have one weight per slot of column '{Columns.Feature}', got {actual} weights for {featureCount} slots. Start from a model of the same features.");
    }

    private void Report(IChannel channel, TrainingProgress progress)
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
