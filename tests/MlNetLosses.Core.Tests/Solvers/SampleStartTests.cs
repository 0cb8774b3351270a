using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Coordinate descent on many examples starts from a sample of them: that must never change where it ends.</summary>
[TestFixture]
public sealed class SampleStartTests
{
    private const int ColumnCount = 3;

    /// <summary>The fewest examples that a sample is taken of: 8 groups of runs of 16 hold 20 for each coordinate.</summary>
    private const int LeastRows = 640;

    [TestCase(LeastRows - 1)]
    [TestCase(LeastRows)]
    [TestCase(LeastRows + 1)]
    [TestCase(5_003)]
    public void Ends_where_a_start_at_zero_ends(int rowCount)
    {
        using (Assert.EnterMultipleScope())
        {
            EndsWhereAStartAtZeroEnds(Draw(rowCount, new Huber(), new ElasticNet(1e-3, 1e-2)));
            EndsWhereAStartAtZeroEnds(Draw(rowCount, new Huber(), new Lasso(0.1)));
            EndsWhereAStartAtZeroEnds(Draw(rowCount, new HalfSquared(), new Ridge(1e-2)) with { FitIntercept = false, Standardize = false });
            EndsWhereAStartAtZeroEnds(Draw(rowCount, new Logistic(), new ElasticNet(1e-3, 1e-2)));
            EndsWhereAStartAtZeroEnds(Draw(rowCount, new SquaredHinge(), new Ridge(1e-2)) with { LowerBounds = [-0.1, 0, -1], UpperBounds = [0.1, 1, 0] });
            EndsWhereAStartAtZeroEnds(Draw(rowCount, new Poisson(), new Ridge(1e-2)) with { ExampleWeights = [.. Enumerable.Range(0, rowCount).Select(i => i % 3)] });
            EndsWhereAStartAtZeroEnds(Draw(rowCount, new Logistic(), new Lasso(10)));
        }
    }

    [Test]
    public void A_sample_of_one_class_does_no_harm()
    {
        Problem<Logistic, Ridge> problem = Draw(2_000, new Logistic(), new Ridge(1e-2));
        foreach (int i in SampledRows(problem)) problem.Labels[i] = 1;
        EndsWhereAStartAtZeroEnds(problem);
        EndsWhereAStartAtZeroEnds(problem with { FitIntercept = false });
    }

    [TestCase(1e3)]
    [TestCase(1e9)]
    public void A_sample_of_outliers_does_no_harm(double label)
    {
        Problem<Huber, Ridge> problem = Draw(2_000, new Huber(), new Ridge(1e-2));
        foreach (int i in SampledRows(problem)) problem.Labels[i] = label * (1 + problem.Features[i].Values[0]);
        EndsWhereAStartAtZeroEnds(problem);
    }

    /// <summary>Where the sample puts the weight, e to the predictions of the other examples is infinite.</summary>
    [Test]
    public void A_sample_with_a_useless_model_is_forgotten()
    {
        Problem<Poisson, Ridge> drawn = Draw(2_000, new Poisson(), new Ridge(1e-2));
        float[] values = [.. Enumerable.Range(0, 2_000).SelectMany(i => drawn.Features[i].Values.ToArray())];
        int[] sampled = SampledRows(drawn);
        for (int i = 0; i < 2_000; i++)
        {
            if (sampled.Contains(i)) drawn.Labels[i] = Math.Round(Math.Exp(5 + 5 * values[i * ColumnCount]));
            else values[i * ColumnCount] *= 1000;
        }

        Problem<Poisson, Ridge> problem = new(FeatureMatrix.Dense(values, 2_000, ColumnCount), drawn.Labels, drawn.Loss, drawn.Penalty) { Standardize = false };
        EndsWhereAStartAtZeroEnds(problem);
    }

    [Test]
    public void A_feature_that_the_sample_does_not_see_is_fitted()
    {
        Problem<Huber, Ridge> problem = Draw(2_000, new Huber(), new Ridge(1e-2));
        float[] values = [.. Enumerable.Range(0, 2_000).SelectMany(i => problem.Features[i].Values.ToArray())];
        foreach (int i in SampledRows(problem)) values[i * ColumnCount] = 0;
        Problem<Huber, Ridge> unseen = new(FeatureMatrix.Dense(values, 2_000, ColumnCount), problem.Labels, problem.Loss, problem.Penalty) { FitIntercept = false };
        EndsWhereAStartAtZeroEnds(unseen);
    }

    /// <summary>Whether or not a sample sees it, and whether or not its example counts.</summary>
    [Test]
    public void A_feature_that_is_not_finite_is_found([Values(float.NaN, float.PositiveInfinity, float.NegativeInfinity)] float wrong, [Values] bool isSampled, [Values] bool fitIntercept)
    {
        Problem<SquaredHinge, Ridge> problem = Draw(2_000, new SquaredHinge(), new Ridge(1e-2)) with { FitIntercept = fitIntercept, Standardize = false };
        int[] sampled = SampledRows(problem);
        int row = isSampled ? sampled[30] : Enumerable.Range(1_000, 1_000).First(i => !sampled.Contains(i));
        float[] values = [.. Enumerable.Range(0, 2_000).SelectMany(i => problem.Features[i].Values.ToArray())];
        values[row * ColumnCount + 1] = wrong;
        FeatureMatrix features = FeatureMatrix.Dense(values, 2_000, ColumnCount);
        double[] weights = [.. Enumerable.Range(0, 2_000).Select(i => i == row ? 0.0 : 1)];
        using (Assert.EnterMultipleScope())
        {
            IsFound(new SquaredHinge(), new Ridge(1e-2), null);
            IsFound(new SquaredHinge(), new Lasso(10), null);
            IsFound(new SquaredHinge(), new Ridge(1e-2), weights);
            IsFound(new Huber(), new Ridge(1e-2), null);
            IsFound(new Logistic(), new Ridge(1e-2), null);
        }

        void IsFound<TLoss, TPenalty>(TLoss loss, TPenalty penalty, double[]? exampleWeights)
            where TLoss : struct, ICurvedLoss
            where TPenalty : struct, IPenalty
        {
            Problem<TLoss, TPenalty> spoiled = new(features, problem.Labels, loss, penalty) { FitIntercept = fitIntercept, Standardize = false, ExampleWeights = exampleWeights };
            Assert.That(() => new CoordinateDescent<TLoss, TPenalty>(spoiled), Throws.ArgumentException.With.Message.Contains($"in row {row} at slot 1"), $"{loss}, {penalty}");
        }
    }

    [Test]
    public void Number_of_threads_does_not_change_a_bit()
    {
        Problem<Huber, ElasticNet> problem = Draw(80_000, new Huber(), new ElasticNet(1e-3, 1e-3));
        LinearModel[] models = [.. new int[] { 1, 2, 3 }.Select(threads =>
        {
            CoordinateDescent<Huber, ElasticNet> solver = new(problem, threads);
            solver.Epoch();
            solver.Epoch();
            return solver.ToModel();
        })];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(models.Select(model => model.Weights), Is.All.EqualTo(models[0].Weights));
            Assert.That(models.Select(model => model.Intercepts), Is.All.EqualTo(models[0].Intercepts));
        }
    }

    /// <summary>From the sample, one step is as good as several from zero.</summary>
    [Test]
    public void The_first_step_is_nearly_the_last()
    {
        Problem<Huber, Ridge> problem = Draw(80_000, new Huber(), new Ridge(1e-3));
        CoordinateDescent<Huber, Ridge> solver = new(problem);
        solver.Epoch();
        Assert.That(solver.Certify().RelativeGap, Is.LessThan(1e-4));
    }

    [Test]
    public void Only_examples_that_count_are_sampled_evenly()
    {
        const int rowCount = 4_000;
        Problem<Huber, Ridge> problem = Draw(rowCount, new Huber(), new Ridge(1e-2)) with { ExampleWeights = [.. Enumerable.Range(0, rowCount).Select(i => i % 5 == 0 ? 0.0 : i)] };
        int[] rows = SampledRows(problem);
        PreparedProblem<Huber, Ridge> sample = new PreparedProblem<Huber, Ridge>(problem, 1).Sample()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows, Has.Length.EqualTo(rowCount * 4 / 5 / 128 * 16));
            Assert.That(rows, Is.Ordered.And.Unique);
            Assert.That(rows, Has.None.Matches<int>(i => i % 5 == 0));
            Assert.That(Enumerable.Range(0, 4).Select(quarter => rows.Count(i => i * 4 / rowCount == quarter)), Is.All.EqualTo(rows.Length / 4).Within(16));
            Assert.That(sample.Shares.Sum(), Is.EqualTo(1).Within(1e-12));
            Assert.That(sample.Shares[5] / sample.Shares[^1], Is.EqualTo((double)rows[5] / rows[^1]).Within(1e-12));
            Assert.That(sample.Features[7].Values.ToArray(), Is.EqualTo(problem.Features[rows[7]].Values.ToArray()));
            Assert.That(sample.Labels[7], Is.EqualTo(problem.Labels[rows[7]]));
        }
    }

    [Test]
    public void Where_too_few_examples_count_there_is_no_sample()
    {
        Problem<Huber, Ridge> problem = Draw(10_000, new Huber(), new Ridge(1e-2)) with { ExampleWeights = [.. Enumerable.Range(0, 10_000).Select(i => i < LeastRows - 1 ? 1.0 : 0)] };
        Assert.That(new PreparedProblem<Huber, Ridge>(problem, 1).Sample(), Is.Null);
        EndsWhereAStartAtZeroEnds(problem);
    }

    private static void EndsWhereAStartAtZeroEnds<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty
    {
        StoppingRule rule = new(1e-10, 60);
        SolverResult fromSample = SolverLoop.Run(new CoordinateDescent<TLoss, TPenalty>(problem, threads: 1), rule);
        SolverResult fromZero = SolverLoop.Run(new CoordinateDescent<TLoss, TPenalty>(problem, threads: 1, new LinearModel(new double[ColumnCount], [0])), rule);
        Assert.That(fromSample.Converged, $"{problem.Loss}, {problem.Penalty}: {fromSample.Certificate}");
        Assert.That(fromSample.Certificate.Objective, Is.EqualTo(fromZero.Certificate.Objective).Within(1e-9 * (1 + fromZero.Certificate.NullObjective)), problem.Loss.ToString()!);
        Assert.That(fromSample.Model.Weights, Is.EqualTo(fromZero.Model.Weights).Within(1e-3 * fromZero.Model.Weights.Append(1e-3).Max(Math.Abs)), problem.Loss.ToString()!);
    }

    /// <summary>The sample's rows, which depend on the weights alone: the labels of a problem that numbers them.</summary>
    private static int[] SampledRows<TLoss>(Problem<TLoss, Ridge> problem)
        where TLoss : struct, ILoss
    {
        Problem<HalfSquared, Ridge> numbered = new(problem.Features, [.. Enumerable.Range(0, problem.Labels.Length)], new(), problem.Penalty) { ExampleWeights = problem.ExampleWeights };
        return [.. new PreparedProblem<HalfSquared, Ridge>(numbered, 1).Sample()!.Labels.Select(label => (int)label)];
    }

    /// <summary>Correlated features, one of them far from zero, and labels of the loss's domain, a tenth of them far off.</summary>
    private static Problem<TLoss, TPenalty> Draw<TLoss, TPenalty>(int rowCount, TLoss loss, TPenalty penalty)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty
    {
        var random = new Random(1);
        float[] features = new float[rowCount * ColumnCount];
        double[] labels = new double[rowCount];
        for (int i = 0; i < rowCount; i++)
        {
            Span<float> x = features.AsSpan(i * ColumnCount, ColumnCount);
            x[0] = (float)(2 * random.NextDouble() - 1);
            x[1] = (float)(x[0] + random.NextDouble());
            x[2] = (float)(100 + random.NextDouble());
            double score = x[0] - 0.5 * x[1] + x[2] - 100, target = score + random.NextDouble() - 0.5 + (random.Next(10) == 0 ? 20 : 0);
            labels[i] = TLoss.Labels switch
            {
                LabelDomain.PlusMinusOne => score + random.NextDouble() - 0.5 > 0.25 ? 1 : -1,
                LabelDomain.NonNegative => Math.Round(2 * random.NextDouble() * Math.Exp(score)),
                _ => target,
            };
        }

        return new(FeatureMatrix.Dense(features, rowCount, ColumnCount), labels, loss, penalty);
    }
}
