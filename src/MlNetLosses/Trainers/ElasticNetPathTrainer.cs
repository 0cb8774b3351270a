using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetLosses.Data;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>Trains a linear model whose λ is chosen by cross-validation along a regularisation path.</summary>
/// <remarks>
/// <code>
/// Task                  regression, binary classification
/// Model                 LinearRegressionModelParameters, LinearBinaryModelParameters, …
/// Losses                any that is ICurvedLoss: HalfSquared, Huber, LogCosh, Poisson, Logistic, SquaredHinge, …
/// Penalty               elastic net, from the Lasso to ridge
/// Label                 Single or Double; for two classes Boolean, or Single 0/1 or −1/+1
/// Features              known-size vector of Single, dense or sparse
/// Normalisation         not needed: features are standardised inside
/// Caching               not needed: the data is read once
/// Random                the folds
/// </code>
/// Make it with <see cref="Microsoft.ML.ElasticNetPathCatalog"/>. The mathematics, and the source: <see cref="ElasticNetPath"/>.
/// </remarks>
/// <typeparam name="TTransformer">ML.NET's prediction transformer.</typeparam>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
public sealed class ElasticNetPathTrainer<TTransformer, TModel, TLoss> : LinearTrainer<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TLoss : struct, ICurvedLoss
{
    private readonly TLoss loss;
    private readonly bool isClassifier;
    private readonly ElasticNetPathOptions options;

    internal ElasticNetPathTrainer(IHostEnvironment env, LinearTask<TTransformer> task, TLoss loss, ElasticNetPathOptions options)
        : base(env, "ElasticNetPath", task, options, startsFromModels: false)
    {
        (this.loss, isClassifier, this.options) = (loss, task.Labels == LabelKind.Binary, (ElasticNetPathOptions)Options);
        TrainerArguments.CheckMade(loss.IsValid, nameof(loss), typeof(TLoss));
        TrainerArguments.CheckLabels<TLoss>(task.Labels);
        if (isClassifier) TrainerArguments.CheckClassifier(options, classCount: 2);
        else TrainerArguments.CheckRegression(options);
        if (options.ScaleEstimation != ScaleEstimation.None)
            throw new ArgumentException("ScaleEstimation must be None for a path, whose losses could not be compared if each had a scale of its own. Give the threshold of the loss in label units.");
    }

    /// <summary>Trains a model, and says how it went.</summary>
    /// <inheritdoc/>
    public override TTransformer Fit(IDataView input, out TrainingSummary summary) => Fit(input, out _, out summary);

    /// <summary>Trains a model, and gives the path that it was chosen from.</summary>
    /// <param name="input"><inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="path">The models of all λs with their held-out losses, and which one was chosen.</param>
    /// <inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, out RegularizationPath path) => Fit(input, out path, out _);

    /// <summary>Trains a model, gives the path that it was chosen from, and says how it went.</summary>
    /// <param name="input"><inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="path"><inheritdoc cref="Fit(IDataView, out RegularizationPath)" path="/param[@name='path']"/></param>
    /// <param name="summary">How the fit went, with the certificate of the model that was chosen.</param>
    /// <inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, out RegularizationPath path, out TrainingSummary summary)
    {
        RegularizationPath? found = null;
        TTransformer transformer = Train(
            input,
            (examples, channel) =>
            {
                long start = Stopwatch.GetTimestamp();
                found = Solve(examples, channel, start);
                PathPoint chosen = found.Chosen;
                return new(chosen.Model, chosen.Certificate, chosen.Epochs, chosen.Converged, Stopwatch.GetElapsedTime(start));
            },
            out summary);
        path = found!;
        return transformer;
    }

    private RegularizationPath Solve(Examples examples, IChannel channel, long start)
    {
        double[]? weights = isClassifier
            ? ClassifierWeights.Of(examples, label => label > 0 ? 1 : 0, classCount: 2, Options, Columns.Label)
            : examples.Weights;
        Problem<TLoss, NoPenalty> problem = Configure<Problem<TLoss, NoPenalty>, NoPenalty>(new(examples.Features, examples.Labels, loss, default), weights);
        PathSettings settings = new()
        {
            L1Ratios = options.L1Ratios,
            NumberOfLambdas = options.NumberOfLambdas,
            LambdaMinRatio = options.LambdaMinRatio,
            Lambdas = options.Lambdas,
            Tolerance = options.Tolerance,
            MaximumEpochs = options.MaximumEpochs,
        };
        int visited = 0;
        RegularizationPath path = ElasticNetPath.CrossValidate(
            problem, settings, DivideIntoFolds(examples), options.Selection, options.NumberOfThreads,
            point => Report(channel, new(++visited, point.Certificate, Stopwatch.GetElapsedTime(start))), CheckAlive);
        channel.Info(MessageSensitivity.None, "{0}", path);
        int open = path.Points.Count(point => !point.Converged);
        if (open > 0)
            channel.Warning(MessageSensitivity.None, "At {0} of {1} λs the relative duality gap is above the tolerance {2:G3}. Raise MaximumEpochs or Tolerance, or end the path at a larger λ.", open, path.Points.Count, options.Tolerance);
        return path;
    }

    private int[] DivideIntoFolds(Examples examples) =>
        examples.Groups is int[] groups ? Folds.Grouped(groups, options.Folds, Seed)
        : isClassifier ? Folds.Stratified(examples.Labels, options.Folds, Seed)
        : Folds.AtRandom(examples.Labels.Length, options.Folds, Seed);
}
