using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>A trainer of a model with one output: regression, or binary classification.</summary>
/// <typeparam name="TTransformer">ML.NET's prediction transformer.</typeparam>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public abstract class SingleOutputTrainer<TTransformer, TModel, TLoss, TPenalty> : WarmStartTrainer<TTransformer, TModel, LinearModelParameters>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TLoss : struct, ILoss
    where TPenalty : struct, IPenalty
{
    private readonly TLoss loss;
    private readonly TPenalty penalty;
    private readonly bool isClassifier;
    private readonly ScaleEstimator<TLoss, TPenalty>? scaleEstimator;

    private protected SingleOutputTrainer(
        IHostEnvironment env, string name, LinearTask<TTransformer> task, TLoss loss, TPenalty penalty, LinearTrainerOptions options)
        : base(env, name, task, options)
    {
        (this.loss, this.penalty, isClassifier) = (loss, penalty, task.Labels == LabelKind.Binary);
        TrainerArguments.CheckMade(loss.IsValid, nameof(loss), typeof(TLoss));
        TrainerArguments.CheckMade(penalty.IsValid, nameof(penalty), typeof(TPenalty));
        if (isClassifier) TrainerArguments.CheckClassifier(options, classCount: 2);
        else TrainerArguments.CheckRegression(options);
        TrainerArguments.CheckLabels<TLoss>(task.Labels);
        if (options.ScaleEstimation != ScaleEstimation.None) scaleEstimator = ScaleEstimator<TLoss, TPenalty>.Create();
    }

    /// <summary>A solver at its start.</summary>
    private protected abstract ISolver CreateSolver(Problem<TLoss, TPenalty> problem, LinearModel? initialModel);

    private protected sealed override LinearModel ToLinearModel(LinearModelParameters model) =>
        new([.. model.Weights.Select(weight => (double)weight)], [model.Bias]);

    private protected sealed override SolverResult Solve(
        Examples examples, DataViewSchema schema, LinearModel? initialModel, IChannel channel, Action<TrainingProgress> progress)
    {
        double[]? weights = isClassifier
            ? ClassifierWeights.Of(examples, label => label > 0 ? 1 : 0, classCount: 2, Options, Columns.Label)
            : examples.Weights;
        Problem<TLoss, TPenalty> problem = Configure<Problem<TLoss, TPenalty>, TPenalty>(new(examples.Features, examples.Labels, loss, penalty), weights);
        StoppingRule rule = new(Options.Tolerance, Options.MaximumEpochs);
        return scaleEstimator is null
            ? SolverLoop.Run(Cancellable(CreateSolver(problem, initialModel)), rule, progress, Options.CancellationToken)
            : scaleEstimator.Run(
                problem, Options.ScaleEstimation, (scaled, start) => Cancellable(CreateSolver(scaled, start ?? initialModel)),
                rule, progress, Options.CancellationToken);
    }
}
