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
/// Agreement: glmnet at <c>thresh = 1e-12</c>, ours at a relative gap of 1e-9; all models go through the same certificate. Times: the best of
/// three, of the processor rather than the clock, each on one thread; the path alone, and with 10 folds. How exact a default
/// is shows in its largest relative gap.
/// </remarks>
internal static class PathsAgainstPeers
{
    private const int FoldCount = 10;
    private const int Repetitions = 3;

    public static void Run()
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);      // the tables, where the output is a file
        Table agreement = NewTable("data", "n × p", "loss, α", "λs", "objectives differ by at most");
        Table times = NewTable("data", "path: ours", "gap", "glmnet", "gap", "glmnet 1e-12", "gap", "10 folds: ours", "cv.glmnet", "ElasticNetCV");
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

        Certificate[] theirs = Certify(problem, points, peers.Exact);
        double difference = points.Zip(theirs, (point, their) => Math.Abs(their.Objective / point.Certificate.Objective - 1)).Max();
        agreement.AddRow(data.Name, $"{data.RowCount} × {data.ColumnCount}", $"{loss}, {data.L1Ratio}", $"{points.Count}", $"{difference:E1}");
        times.AddRow(
            data.Name,
            Seconds(() => points = ElasticNetPath.Fit(problem, usual, threads: 1).Points), Largest(points.Select(point => point.Certificate)),
            Text(peers.UsualSeconds), Largest(Certify(problem, points, peers.Usual)), Text(peers.ExactSeconds), Largest(theirs),
            Seconds(() => ElasticNetPath.CrossValidate(problem, usual, folds, threads: 1)), Text(peers.CrossValidationSeconds),
            peers.ScikitLearnSeconds is double seconds ? Text(seconds) : "–");
    }

    private static Certificate[] Certify<TLoss>(Problem<TLoss, NoPenalty> problem, IReadOnlyList<PathPoint> points, LinearModel[] models)
        where TLoss : struct, ICurvedLoss =>
        [.. models.Zip(points, (model, point) => point.L1Ratio == 1
            ? DualityGap.Certify(With(problem, new Lasso(point.L1)), model)
            : DualityGap.Certify(With(problem, new ElasticNet(point.L1, point.L2)), model))];

    private static string Largest(IEnumerable<Certificate> certificates) =>
        certificates.Max(certificate => certificate.RelativeGap).ToString("E0", CultureInfo.InvariantCulture);

    private static Table NewTable(params string[] columns) => new Table().AddColumns([.. columns.Select(column => new TableColumn(column).NoWrap())]);

    private static Problem<TLoss, TPenalty> With<TLoss, TPenalty>(Problem<TLoss, NoPenalty> problem, TPenalty penalty)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty => new(problem.Features, problem.Labels, problem.Loss, penalty);

    private static string Seconds(Action fit)
    {
        double best = double.PositiveInfinity;
        for (int run = 0; run < Repetitions; run++)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            fit();
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - start).TotalSeconds);
        }

        return Text(best);
    }

    private static string Text(double seconds) => seconds.ToString("F2", CultureInfo.InvariantCulture) + " s";
}
