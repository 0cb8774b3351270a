using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>A trainer of a model with one output per class.</summary>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public abstract class MulticlassTrainer<TModel, TLoss, TPenalty>
    : WarmStartTrainer<MulticlassPredictionTransformer<TModel>, TModel, LinearMulticlassModelParametersBase>
    where TModel : LinearMulticlassModelParametersBase
    where TLoss : struct, IMulticlassLoss
    where TPenalty : struct, IPenalty
{
    private readonly TLoss loss;
    private readonly TPenalty penalty;

    private protected MulticlassTrainer(
        IHostEnvironment env, string name, LinearTask<MulticlassPredictionTransformer<TModel>> task, TLoss loss, TPenalty penalty,
        LinearTrainerOptions options)
        : base(env, name, task, options)
    {
        (this.loss, this.penalty) = (loss, penalty);
        TrainerArguments.CheckMade(loss.IsValid, nameof(loss), typeof(TLoss));
        TrainerArguments.CheckMade(penalty.IsValid, nameof(penalty), typeof(TPenalty));
        TrainerArguments.CheckClassifier(options, classCount: null);
    }

    /// <summary>A solver at its start.</summary>
    private protected abstract ISolver CreateSolver(MulticlassProblem<TLoss, TPenalty> problem, LinearModel? initialModel);

    private protected sealed override LinearModel ToLinearModel(LinearMulticlassModelParametersBase model)
    {
        VBuffer<float>[] weights = [];
        model.GetWeights(ref weights, out _);
        return new([.. weights.SelectMany(vector => vector.DenseValues()).Select(weight => (double)weight)], [.. model.GetBiases().Select(bias => (double)bias)]);
    }

    private protected sealed override SolverResult Solve(
        Examples examples, DataViewSchema schema, LinearModel? initialModel, IChannel channel, Action<TrainingProgress> progress)
    {
        int classCount = ClassCount((KeyDataViewType)schema[Columns.Label].Type), featureCount = examples.Features.ColumnCount;
        if (initialModel is not null && initialModel.Intercepts.Length != classCount)
            throw new ArgumentException($"The initial model must have one output per class of column '{Columns.Label}', got {initialModel.Intercepts.Length} outputs for {classCount} classes. Start from a model of the same classes.");
        double[]? weights = ClassifierWeights.Of(examples, label => (int)label, classCount, Options, Columns.Label);

        PresentClasses classes = new(examples, weights, classCount);
        foreach (int absent in classes.Absent)
            channel.Warning(MessageSensitivity.None, "Class {0} of column '{1}' has no examples, so it will never be predicted.", absent, Columns.Label);
        MulticlassProblem<TLoss, TPenalty> problem = Configure<MulticlassProblem<TLoss, TPenalty>, TPenalty>(
            new(examples.Features, classes.Compact(examples.Labels), classes.Count, loss, penalty), weights);
        SolverResult result = SolverLoop.Run(
            Cancellable(CreateSolver(problem, initialModel is null ? null : classes.Compact(initialModel, featureCount))),
            new(Options.Tolerance, Options.MaximumEpochs), progress, Options.CancellationToken);
        return result with { Model = classes.Expand(result.Model, featureCount) };
    }

    private int ClassCount(KeyDataViewType keys) =>
        keys.Count <= (ulong)Array.MaxLength
            ? (int)keys.Count
            : throw new ArgumentException($"Column '{Columns.Label}' must have a key of as many values as there are classes, got {keys.Count}. Make it by MapValueToKey.");
}
