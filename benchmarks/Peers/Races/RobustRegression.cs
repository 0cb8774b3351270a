using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Races;

/// <summary>Huber's loss of a fixed δ and ridge, without intercept, beside scipy's L-BFGS-B and scikit-learn's HuberRegressor.</summary>
internal static class RobustRegression
{
    private const double Delta = 1.35;

    public static void Run(DataSet data, double lambda, double tolerance, Runs runs)
    {
        Problem<Huber, Ridge> problem = new(data.Features, data.Labels, new(Delta), new(lambda)) { FitIntercept = false, Standardize = false };
        using DataFolder folder = new(data);
        new Race(
            FormattableString.Invariant($"{problem.Loss}, λ = {lambda}: {data}"), tolerance, fit => [Objective.Of(problem, fit.Models[0])],
            InProcess.Ours("CoordinateDescent", 0, -9, () => new CoordinateDescent<Huber, Ridge>(problem)),
            new OutOfProcess("L-BFGS-B", "ftol", StoppingLadder.Tolerances(-2, -15), folder, "lbfgs.py", Delta, lambda),
            new OutOfProcess("HuberRegressor", "defaults", [0], folder, "huber_regressor.py", Delta, lambda)).Run(runs);
    }
}
