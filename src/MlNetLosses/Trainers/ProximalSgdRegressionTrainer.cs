using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>Trains a linear regression model by proximal stochastic gradient descent: any convex loss and any penalty; a good model soon, the last digits late.</summary>
/// <remarks>
/// <code>
/// Task                  regression
/// Model                 LinearRegressionModelParameters; with the Poisson loss PoissonRegressionModelParameters
/// Losses                any IDualLoss
/// Penalties             any: NoPenalty, Ridge, Lasso, ElasticNet
/// Label                 Single or Double
/// Features              known-size vector of Single, dense or sparse
/// Normalisation         not needed: features are standardised inside
/// Caching               not needed: the data is read once
/// Random                order of the examples, seeded
/// </code>
/// Make it with <see cref="Microsoft.ML.ProximalSgdCatalog"/>. The mathematics, and the source: <see cref="ProximalSgd{TLoss, TPenalty}"/>.
/// </remarks>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class ProximalSgdRegressionTrainer<TModel, TLoss, TPenalty>
    : SingleOutputTrainer<RegressionPredictionTransformer<TModel>, TModel, TLoss, TPenalty>
    where TModel : RegressionModelParameters
    where TLoss : struct, IDualLoss
    where TPenalty : struct, IPenalty
{
    private readonly ProximalSgdSettings settings;

    internal ProximalSgdRegressionTrainer(
        IHostEnvironment env, LinearTask<RegressionPredictionTransformer<TModel>> task, TLoss loss, TPenalty penalty, ProximalSgdOptions options)
        : base(env, "ProximalSgdRegression", task, loss, penalty, options) =>
        settings = options.ToSettings(Seed);

    private protected override ISolver CreateSolver(Problem<TLoss, TPenalty> problem, LinearModel? initialModel) =>
        new ProximalSgd<TLoss, TPenalty>(problem, settings, Options.NumberOfThreads, initialModel);
}
