using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Races;

/// <summary>A loss of two classes and ridge, without intercept, beside liblinear and ML.NET.</summary>
/// <param name="data">Labels are ±1.</param>
/// <param name="lambda">Of ridge.</param>
/// <param name="tolerance">ε.</param>
/// <param name="runs">How often.</param>
internal sealed class TwoClasses(DataSet data, double lambda, double tolerance, Runs runs)
{
    public void HingeAgainstLiblinear()
    {
        using DataFolder folder = new(data);
        Run(new Hinge(), Liblinear("hinge", folder, largest: 0));
    }

    public void LogisticAgainstLiblinear()
    {
        using DataFolder folder = new(data);
        Run(new Logistic(), Liblinear("logistic-dual", folder, largest: 2), Liblinear("logistic-primal", folder, largest: -1));
    }

    public void HingeAgainstMlNet()
    {
        MlNet ml = new(data);
        Run(new Hinge(), ml.ProximalSdca(lambda), ml.Sdca(lambda), ml.SdcaAsLoaded(lambda));
    }

    private OutOfProcess Liblinear(string solver, DataFolder folder, int largest) =>
        new($"liblinear, {solver}", "tol", StoppingLadder.Tolerances(largest, -6), folder, "liblinear.py", solver, lambda);

    private void Run<TLoss>(TLoss loss, params IContestant[] peers)
        where TLoss : struct, IDualLoss
    {
        Problem<TLoss, Ridge> problem = new(data.Features, data.Labels, loss, new(lambda)) { FitIntercept = false, Standardize = false };
        int least = (int)Math.Floor(Math.Log10(tolerance)) - 2;      // our gap is a share of what there is to gain, not of the objective
        new Race(
            FormattableString.Invariant($"{loss}, λ = {lambda}: {data}"), tolerance, fit => [Objective.Of(problem, fit.Models[0])],
            [InProcess.Ours("ProximalSdca", 0, least, () => new ProximalSdca<TLoss, Ridge>(problem)), .. peers]).Run(runs);
    }
}
