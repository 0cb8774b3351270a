using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Races;

/// <summary>Softmax and ridge beside scikit-learn's saga and ML.NET's SdcaMaximumEntropy; with intercepts, which ML.NET can't leave out and which lower the objective.</summary>
internal static class Softmax
{
    private const double Enough = 20;
    private static readonly double[] Epochs = [5, 10, 20, 50, 100];

    public static void Run(DataSet data, double lambda, double tolerance, Runs runs)
    {
        const int Classes = FashionMnist.ClassCount;
        MulticlassProblem<SoftmaxCrossEntropy, Ridge> problem = new(data.Features, [.. data.Labels.Select(label => (int)label)], Classes, new(), new(lambda))
        {
            Standardize = false,
        };
        using DataFolder folder = new(data, Classes);
        new Race(
            FormattableString.Invariant($"{problem.Loss}, λ = {lambda}: {data}"), tolerance, fit => [Objective.Of(problem, fit.Models[0])],
            InProcess.Ours("ProximalSdcaMulticlass", -2, -4, () => new ProximalSdcaMulticlass<SoftmaxCrossEntropy, Ridge>(problem)),
            new MlNet(data).MaximumEntropy(lambda),
            new OutOfProcess("saga", "epochs", Epochs, folder, "saga.py", lambda))
        {
            Enough = Enough,
        }.Run(runs);
    }
}
