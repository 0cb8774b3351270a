using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>Trains a linear multiclass classifier by proximal stochastic gradient descent.</summary>
/// <remarks>
/// <code>
/// Task                  multiclass classification
/// Model                 MaximumEntropyModelParameters for SoftmaxCrossEntropy, otherwise LinearMulticlassModelParameters
/// Losses                any IMulticlassDualLoss: SoftmaxCrossEntropy, CrammerSinger
/// Penalties             any: NoPenalty, Ridge, Lasso, ElasticNet
/// Label                 key
/// Features              known-size vector of Single, dense or sparse
/// Normalisation         not needed: features are standardised inside
/// Caching               not needed: the data is read once
/// Random                order of the examples, seeded
/// </code>
/// Make it with <see cref="Microsoft.ML.ProximalSgdCatalog"/>. The mathematics, and the source: <see cref="ProximalSgdMulticlass{TLoss, TPenalty}"/>.
/// </remarks>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class ProximalSgdMulticlassTrainer<TModel, TLoss, TPenalty> : MulticlassTrainer<TModel, TLoss, TPenalty>
    where TModel : LinearMulticlassModelParametersBase
    where TLoss : struct, IMulticlassDualLoss
    where TPenalty : struct, IPenalty
{
    private readonly ProximalSgdSettings settings;

    internal ProximalSgdMulticlassTrainer(
        IHostEnvironment env, LinearTask<MulticlassPredictionTransformer<TModel>> task, TLoss loss, TPenalty penalty, ProximalSgdOptions options)
        : base(env, "ProximalSgdMulticlass", task, loss, penalty, options) =>
        settings = options.ToSettings(Seed);

    private protected override ISolver CreateSolver(MulticlassProblem<TLoss, TPenalty> problem, LinearModel? initialModel) =>
        new ProximalSgdMulticlass<TLoss, TPenalty>(problem, settings, Options.NumberOfThreads, initialModel);
}
