using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetLosses.Interop;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>A trainer whose fit can start from another model.</summary>
/// <typeparam name="TTransformer">ML.NET's prediction transformer.</typeparam>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TInitialModel">The models that a fit can start from.</typeparam>
public abstract class WarmStartTrainer<TTransformer, TModel, TInitialModel> : LinearTrainer<TTransformer, TModel>
    where TTransformer : ISingleFeaturePredictionTransformer<TModel>
    where TModel : class
    where TInitialModel : class
{
    private protected WarmStartTrainer(IHostEnvironment env, string name, LinearTask<TTransformer> task, LinearTrainerOptions options)
        : base(env, name, task, options, startsFromModels: true) { }

    /// <summary>Trains a model, and says how it went.</summary>
    /// <inheritdoc/>
    public sealed override TTransformer Fit(IDataView input, out TrainingSummary summary) => Train(input, null, out summary);

    /// <summary>Trains a model, starting from another.</summary>
    /// <param name="input"><inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="initialModel">A linear model of as many features, from this library or from ML.NET's own trainers.</param>
    /// <inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, TInitialModel initialModel) => Fit(input, initialModel, out _);

    /// <summary>Trains a model, starting from another, and says how it went.</summary>
    /// <param name="input"><inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="initialModel"><inheritdoc cref="Fit(IDataView, TInitialModel)" path="/param[@name='initialModel']"/></param>
    /// <param name="summary">How the fit went, with the certificate of the model.</param>
    /// <inheritdoc cref="LinearTrainer{TTransformer, TModel}.Fit(IDataView)" path="/exception"/>
    public TTransformer Fit(IDataView input, TInitialModel initialModel, out TrainingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(initialModel);
        return Train(input, ToLinearModel(initialModel), out summary);
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

    private TTransformer Train(IDataView input, LinearModel? initialModel, out TrainingSummary summary)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Train(
            input,
            (examples, channel) =>
            {
                if (initialModel is not null) CheckSize(initialModel, examples.Features.ColumnCount);
                return Solve(examples, input.Schema, initialModel, channel, progress => Report(channel, progress));
            },
            out summary);
    }

    private void CheckSize(LinearModel model, int featureCount)
    {
        int actual = model.Weights.Length / model.Intercepts.Length;
        if (actual != featureCount)
            throw new ArgumentException($"The initial model must have one weight per slot of column '{Columns.Feature}', got {actual} weights for {featureCount} slots. Start from a model of the same features.");
    }
}
