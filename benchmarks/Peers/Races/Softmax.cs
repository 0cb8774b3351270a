using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Races;

/// <summary>Softmax and ridge, without intercepts, beside scikit-learn's saga and ML.NET's SdcaMaximumEntropy.</summary>
internal static class Softmax
{
    private static readonly double[] Epochs = [5, 10, 20, 50, 100];

    public static void Run(DataSet data, double lambda, double tolerance, Runs runs)
    {
        const int Classes = FashionMnist.ClassCount;
        MulticlassProblem<SoftmaxCrossEntropy, Ridge> problem = new(data.Features, [.. data.Labels.Select(label => (int)label)], Classes, new(), new(lambda))
        {
            FitIntercept = false,
            Standardize = false,
        };
        using DataFolder folder = new(data, Classes);
        new Race(
            FormattableString.Invariant($"{problem.Loss}, λ = {lambda}: {data}"), tolerance, fit => [Objective.Of(problem, fit.Models[0])],
            InProcess.Ours("ProximalSdcaMulticlass", -1, -4, () => new ProximalSdcaMulticlass<SoftmaxCrossEntropy, Ridge>(problem)),
            new MlNet(data).MaximumEntropy(lambda),
            new OutOfProcess("saga", "epochs", Epochs, folder, "saga.py", lambda)).Run(runs);
    }
}
