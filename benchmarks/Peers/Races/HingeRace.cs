using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Races;

/// <summary>Hinge and ridge, without intercept, beside liblinear and ML.NET.</summary>
internal static class HingeRace
{
    public static void AgainstLiblinear(DataSet data, double lambda, double tolerance, int repetitions)
    {
        using DataFolder folder = new(data);
        Run(data, lambda, tolerance, repetitions, new OutOfProcess("liblinear", "tol", StoppingLadder.Tolerances(0, -6), folder, "liblinear.py", "hinge", lambda));
    }

    public static void AgainstMlNet(DataSet data, double lambda, double tolerance, int repetitions)
    {
        MlNet ml = new(data);
        Run(data, lambda, tolerance, repetitions, ml.ProximalSdca(lambda), ml.Sdca(lambda), ml.SdcaAsLoaded(lambda));
    }

    private static void Run(DataSet data, double lambda, double tolerance, int repetitions, params IContestant[] peers)
    {
        Problem<Hinge, Ridge> problem = new(data.Features, data.Labels, new(), new(lambda)) { FitIntercept = false, Standardize = false };
        new Race(
            FormattableString.Invariant($"{problem.Loss}, λ = {lambda}: {data}"), tolerance, fit => [Objective.Of(problem, fit.Models[0])],
            [InProcess.Ours("ProximalSdca", () => new ProximalSdca<Hinge, Ridge>(problem)), .. peers]).Run(repetitions);
    }
}
