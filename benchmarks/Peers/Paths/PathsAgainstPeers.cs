using System.Diagnostics;
using System.Globalization;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using Spectre.Console;

namespace MlNetLosses.Benchmarks.Peers.Paths;

/// <summary>
/// Regularisation paths beside R's glmnet and scikit-learn's ElasticNetCV, on the same λs and the same folds: how far the objectives
/// are apart, and how long each takes. Needs <c>Rscript</c> with glmnet, and <c>/usr/bin/python3</c> with scikit-learn
/// (Debian: r-base-core, r-cran-glmnet, python3-sklearn).
/// </summary>
/// <remarks>
/// Agreement: glmnet at <c>thresh = 1e-12</c>, ours at a relative gap of 1e-9; both models go through the same certificate. Times: the best of
/// three; the path alone, and with 10 folds; ours at a relative gap of 1e-4, glmnet at its own default as well as at 1e-12.
/// </remarks>
internal static class PathsAgainstPeers
{
    private const int FoldCount = 10;
    private const int Repetitions = 3;

    public static void Run()
    {
        Table agreement = new Table().AddColumns("data", "n × p", "loss, α", "λs", "objective, largest relative difference", "glmnet's largest relative gap", "ours");
        Table times = new Table().AddColumns("data", "path: ours, 1 thread", "glmnet 1e-12", "glmnet 1e-7", "10 folds: ours, 1 thread", "ours, all cores", "cv.glmnet", "ElasticNetCV");
        foreach (PathData data in (PathData[])[PathData.Ames(), PathData.Churn(), PathData.Wide()])
        {
            if (data.Family == "binomial") Compare(data, new Logistic(), agreement, times);
            else Compare(data, new HalfSquared(), agreement, times);
        }

        AnsiConsole.Write(agreement);
        AnsiConsole.Write(times);
    }

    private static void Compare<TLoss>(PathData data, TLoss loss, Table agreement, Table times)
        where TLoss : struct, ICurvedLoss
    {
        Problem<TLoss, NoPenalty> problem = new(data.Features, data.Labels, loss, default);
        PathSettings usual = new() { L1Ratios = [data.L1Ratio] }, exact = usual with { Tolerance = 1e-9 };
        IReadOnlyList<PathPoint> points = ElasticNetPath.Fit(problem, exact).Points;
        int[] folds = data.Family == "binomial" ? Folds.Stratified(data.Labels, FoldCount, 1) : Folds.AtRandom(data.RowCount, FoldCount, 1);
        PathPeers peers = PathPeers.Run(data, [.. points.Select(point => point.Lambda)], folds);

        double difference = 0, theirGap = 0;
        for (int k = 0; k < points.Count; k++)
        {
            Certificate theirs = data.L1Ratio == 1
                ? DualityGap.Certify(With(problem, new Lasso(points[k].L1)), peers.Models[k])
                : DualityGap.Certify(With(problem, new ElasticNet(points[k].L1, points[k].L2)), peers.Models[k]);
            difference = Math.Max(difference, Math.Abs(theirs.Objective / points[k].Certificate.Objective - 1));
            theirGap = Math.Max(theirGap, theirs.RelativeGap);
        }

        agreement.AddRow(
            data.Name, $"{data.RowCount} × {data.ColumnCount}", $"{loss}, {data.L1Ratio}", $"{points.Count}", $"{difference:E1}", $"{theirGap:E1}",
            $"{points.Max(point => point.Certificate.RelativeGap):E1}");
        times.AddRow(
            data.Name,
            Seconds(() => ElasticNetPath.Fit(problem, usual, threads: 1)), Text(peers.ExactSeconds), Text(peers.UsualSeconds),
            Seconds(() => ElasticNetPath.CrossValidate(problem, usual, folds, threads: 1)), Seconds(() => ElasticNetPath.CrossValidate(problem, usual, folds)),
            Text(peers.CrossValidationSeconds), peers.ScikitLearnSeconds is double seconds ? Text(seconds) : "no such loss");
    }

    private static Problem<TLoss, TPenalty> With<TLoss, TPenalty>(Problem<TLoss, NoPenalty> problem, TPenalty penalty)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty => new(problem.Features, problem.Labels, problem.Loss, penalty);

    private static string Seconds(Action fit)
    {
        double best = double.PositiveInfinity;
        for (int run = 0; run < Repetitions; run++)
        {
            long start = Stopwatch.GetTimestamp();
            fit();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Text(best);
    }

    private static string Text(double seconds) => seconds.ToString("F3", CultureInfo.InvariantCulture) + " s";
}
