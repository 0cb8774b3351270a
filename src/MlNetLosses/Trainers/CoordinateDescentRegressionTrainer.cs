using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers.Tasks;

namespace MlNetLosses.Trainers;

/// <summary>Trains a linear regression model by coordinate descent: smooth losses, any penalty, pure Lasso included.</summary>
/// <remarks>
/// <code>
/// Task                  regression
/// Model                 LinearRegressionModelParameters
/// Losses                any that is ICurvedLoss
/// Penalties             any: NoPenalty, Ridge, Lasso, ElasticNet
/// Label                 Single or Double
/// Features              known-size vector of Single, dense or sparse
/// Normalisation         not needed: features are standardised inside
/// Caching               not needed: the data is read once
/// Random                nothing
/// </code>
/// Make it with <see cref="Microsoft.ML.CoordinateDescentCatalog"/>. The mathematics, and the source: <see cref="CoordinateDescent{TLoss, TPenalty}"/>.
/// </remarks>
/// <typeparam name="TModel">ML.NET's model.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class CoordinateDescentRegressionTrainer<TModel, TLoss, TPenalty>
    : SingleOutputTrainer<RegressionPredictionTransformer<TModel>, TModel, TLoss, TPenalty>
    where TModel : RegressionModelParameters
    where TLoss : struct, ICurvedLoss
    where TPenalty : struct, IPenalty
{
    internal CoordinateDescentRegressionTrainer(
        IHostEnvironment env, LinearTask<RegressionPredictionTransformer<TModel>> task, TLoss loss, TPenalty penalty, CoordinateDescentOptions options)
        : base(env, "CoordinateDescentRegression", task, loss, penalty, options) { }

    private protected override ISolver CreateSolver(Problem<TLoss, TPenalty> problem, LinearModel? initialModel) =>
        new CoordinateDescent<TLoss, TPenalty>(problem, Options.NumberOfThreads, initialModel);
}
