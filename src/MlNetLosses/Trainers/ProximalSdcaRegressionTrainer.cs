using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>Trains a linear regression model by proximal stochastic dual coordinate ascent: any convex loss, with a penalty that has an L2 part; the usual choice.</summary>
/// <remarks>
/// <code>
/// Task                  regression
/// Model                 LinearRegressionModelParameters; with the Poisson loss PoissonRegressionModelParameters
/// Losses                any IDualLoss
/// Penalties             strongly convex: Ridge, ElasticNet
/// Label                 Single or Double
/// Features              known-size vector of Single, dense or sparse
/// Normalisation         not needed: features are standardised inside
/// Caching               not needed: the data is read once
/// Random                order of the examples, seeded
/// </code>
/// Make it with <see cref="Microsoft.ML.ProximalSdcaCatalog"/>. The mathematics, and the source: <see cref="ProximalSdca{TLoss, TPenalty}"/>.
/// </remarks>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class ProximalSdcaRegressionTrainer<TModel, TLoss, TPenalty>
    : SingleOutputTrainer<RegressionPredictionTransformer<TModel>, TModel, TLoss, TPenalty>
    where TModel : RegressionModelParameters
    where TLoss : struct, IDualLoss
    where TPenalty : struct, IStronglyConvexPenalty
{
    internal ProximalSdcaRegressionTrainer(
        IHostEnvironment env, LinearTask<RegressionPredictionTransformer<TModel>> task, TLoss loss, TPenalty penalty, ProximalSdcaOptions options)
        : base(env, "ProximalSdcaRegression", task, loss, penalty, options) { }

    private protected override ISolver CreateSolver(Problem<TLoss, TPenalty> problem, LinearModel? initialModel) =>
        new ProximalSdca<TLoss, TPenalty>(problem, Seed, Options.NumberOfThreads, initialModel);
}
