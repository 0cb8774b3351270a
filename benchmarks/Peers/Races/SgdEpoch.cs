using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Races;

/// <summary>
/// What an epoch of SGD costs, hinge and ridge without intercept, beside scikit-learn's SGDClassifier: the difference between a fit of many
/// epochs and one of a single epoch. The objectives are not compared, which the averaging and the rates of the two would decide.
/// </summary>
internal static class SgdEpoch
{
    private const int More = 10;
    private static readonly double[] Epochs = [1, 1 + More];

    public static void Run(DataSet data, double lambda, int repetitions)
    {
        Problem<Hinge, Ridge> problem = new(data.Features, data.Labels, new(), new(lambda)) { FitIntercept = false, Standardize = false };
        using DataFolder folder = new(data);
        using InProcess ours = new("ProximalSgd", "epochs", Epochs, epochs =>
        {
            ProximalSgd<Hinge, Ridge> solver = new(problem, new() { Patience = int.MaxValue });
            for (int epoch = 0; epoch < epochs; epoch++) solver.Epoch();
            return [solver.ToModel()];
        });
        using OutOfProcess peer = new("SGDClassifier", "epochs", Epochs, folder, "sgd.py", lambda);
        double[] ourSeconds = new double[repetitions], peerSeconds = new double[repetitions];
        SecondsOf(ours);        // compiles it
        for (int run = 0; run < repetitions; run++) (ourSeconds[run], peerSeconds[run]) = (SecondsOf(ours), SecondsOf(peer));
        Console.WriteLine(FormattableString.Invariant($"An epoch of SGD, {problem.Loss}, λ = {lambda}: {data}"));
        Console.WriteLine($"  {ours.Name}: {Spread.Of(ourSeconds, "F4")} s");
        Console.WriteLine($"  {peer.Name}: {Spread.Of(peerSeconds, "F4")} s, ratio to ours {Spread.OfRatios(peerSeconds, ourSeconds)}; {peer.Remark}");
    }

    private static double SecondsOf(IContestant contestant)
    {
        double one = contestant.Fit(0).Seconds;
        return (contestant.Fit(1).Seconds - one) / More;
    }
}
