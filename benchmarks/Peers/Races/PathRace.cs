using MlNetLosses.Benchmarks.Peers.Contestants;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;

namespace MlNetLosses.Benchmarks.Peers.Races;

/// <summary>The elastic net's path for least squares, with an intercept, features not standardised, beside glmnet; every model counts.</summary>
internal static class PathRace
{
    /// <param name="data">Labels of unit variance, because glmnet scales them before it penalises.</param>
    /// <param name="l1Ratio">α, above 0.</param>
    /// <param name="lambdaCount">How many λs, evenly spaced in log λ, from λmax on.</param>
    /// <param name="minRatio">λmin/λmax.</param>
    /// <param name="tolerance">ε, for each λ.</param>
    /// <param name="runs">How often.</param>
    public static void Run(DataSet data, double l1Ratio, int lambdaCount, double minRatio, double tolerance, Runs runs)
    {
        double lambdaMax = LambdaMax(data, l1Ratio);
        double[] lambdas = [.. Enumerable.Range(0, lambdaCount).Select(k => lambdaMax * Math.Pow(minRatio, k / (lambdaCount - 1.0)))];
        Problem<HalfSquared, NoPenalty> problem = new(data.Features, data.Labels, new(), new()) { Standardize = false };
        Problem<HalfSquared, ElasticNet>[] problems =
            [.. lambdas.Select(lambda => new Problem<HalfSquared, ElasticNet>(data.Features, data.Labels, new(), new(lambda * l1Ratio, lambda * (1 - l1Ratio))))];
        PathSettings settings = new() { L1Ratios = [l1Ratio], Lambdas = lambdas };
        using DataFolder folder = new(data);
        folder.Write<double>("lambdas.f8", lambdas);
        new Race(
            FormattableString.Invariant($"elastic net, α = {l1Ratio}, {lambdaCount} λs down to {minRatio} λmax: {data}"), tolerance,
            fit => [.. problems.Zip(fit.Models, Objective.Of)],
            new InProcess(
                "ElasticNetPath", "relative gap", StoppingLadder.Tolerances(-2, -6),
                gap => ElasticNetPath.Fit(problem, settings with { Tolerance = gap }).Points.Select(point => point.Model)),
            new OutOfProcess("glmnet", "thresh", StoppingLadder.Tolerances(-4, -14), folder, "glmnet.R", l1Ratio)).Run(runs);
    }

    /// <summary>The least λ at which all weights are 0: maxⱼ |Σ xᵢⱼ (yᵢ − ȳ)|/(n α).</summary>
    private static double LambdaMax(DataSet data, double l1Ratio)
    {
        double[] correlations = new double[data.Features.ColumnCount];
        double mean = data.Labels.Average();
        for (int i = 0; i < data.RowCount; i++) data.Features[i].AddTo(correlations, (data.Labels[i] - mean) / data.RowCount);
        return correlations.Max(Math.Abs) / l1Ratio;
    }
}
