using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>Trains a linear multiclass classifier by proximal stochastic dual coordinate ascent.</summary>
/// <remarks>
/// <code>
/// Task                  multiclass classification
/// Model                 MaximumEntropyModelParameters for SoftmaxCrossEntropy, otherwise LinearMulticlassModelParameters
/// Losses                any IMulticlassDualLoss: SoftmaxCrossEntropy, CrammerSinger
/// Penalties             strongly convex: Ridge, ElasticNet
/// Label                 key
/// Features              known-size vector of Single, dense or sparse
/// Normalisation         not needed: features are standardised inside
/// Caching               not needed: the data is read once
/// Random                order of the examples, seeded
/// </code>
/// Make it with <see cref="Microsoft.ML.ProximalSdcaCatalog"/>. The mathematics, and the source: <see cref="ProximalSdcaMulticlass{TLoss, TPenalty}"/>.
/// </remarks>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class ProximalSdcaMulticlassTrainer<TModel, TLoss, TPenalty> : MulticlassTrainer<TModel, TLoss, TPenalty>
    where TModel : LinearMulticlassModelParametersBase
    where TLoss : struct, IMulticlassDualLoss
    where TPenalty : struct, IStronglyConvexPenalty
{
    internal ProximalSdcaMulticlassTrainer(
        IHostEnvironment env, LinearTask<MulticlassPredictionTransformer<TModel>> task, TLoss loss, TPenalty penalty, ProximalSdcaOptions options)
        : base(env, "ProximalSdcaMulticlass", task, loss, penalty, options) { }

    private protected override ISolver CreateSolver(MulticlassProblem<TLoss, TPenalty> problem, LinearModel? initialModel) =>
        new ProximalSdcaMulticlass<TLoss, TPenalty>(problem, Seed, Options.NumberOfThreads, initialModel);
}
