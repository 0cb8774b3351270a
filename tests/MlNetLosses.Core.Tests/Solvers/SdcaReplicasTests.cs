using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Two replicas step at a time where rows are sparse and more than the caches hold.</summary>
[TestFixture]
public sealed class SdcaReplicasTests
{
    private const int RowCount = 45_000;
    private const int ColumnCount = 2_000;
    private const int EntriesPerRow = 50;

    private static readonly Lazy<(FeatureMatrix Features, double[] Labels)> Sparse = new(() => Draw(copies: 1));

    /// <summary>Every row many times: what one half does, the other does as well.</summary>
    private static readonly Lazy<(FeatureMatrix Features, double[] Labels)> Repeated = new(() => Draw(copies: 1_000));

    [Test]
    public void They_suit_large_sparse_data_with_many_entries_for_a_weight()
    {
        FeatureMatrix large = Sparse.Value.Features, small = FeatureMatrix.Sparse([1], [0], [0, 1], 1);
        float[] values = new float[large.EntryCount];
        int[] columns = [.. Enumerable.Range(0, values.Length).Select(k => k % EntriesPerRow)], starts = [.. Enumerable.Range(0, RowCount + 1).Select(i => i * EntriesPerRow)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SdcaReplicas<Ridge>.Suit(large), Is.True);
            Assert.That(SdcaReplicas<Ridge>.Suit(small), Is.False);
            Assert.That(SdcaReplicas<Ridge>.Suit(FeatureMatrix.Dense(new float[5_000_000], 50_000, 100)), Is.False);
            Assert.That(SdcaReplicas<Ridge>.Suit(FeatureMatrix.Sparse(values, columns, starts, values.Length)), Is.False);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Bits_do_not_depend_on_threads(bool fitIntercept)
    {
        Problem<Hinge, ElasticNet> problem = Problem(Sparse, new Hinge(), new ElasticNet(1e-4, 1e-4), fitIntercept);
        LinearModel[] models = [.. new[] { 1, 2, 3 }.Select(threads => Fit(problem, threads, epochs: 3).ToModel())];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(models[1].Weights, Is.EqualTo(models[0].Weights));
            Assert.That(models[2].Weights, Is.EqualTo(models[0].Weights));
            Assert.That(models[1].Intercepts, Is.EqualTo(models[0].Intercepts));
            Assert.That(models[0].Weights.Count(w => w != 0), Is.InRange(100, ColumnCount - 1));
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void The_optimum_is_that_of_coordinate_descent(bool fitIntercept)
    {
        Problem<Logistic, ElasticNet> problem = Problem(Sparse, new Logistic(), new ElasticNet(1e-4, 1e-3), fitIntercept);
        StoppingRule rule = new(1e-9, 200);
        SolverResult ours = SolverLoop.Run(new ProximalSdca<Logistic, ElasticNet>(problem), rule), other = SolverLoop.Run(new CoordinateDescent<Logistic, ElasticNet>(problem), rule);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ours.Converged, Is.True);
            Assert.That(ours.Certificate.Objective, Is.EqualTo(other.Certificate.Objective).Within(1e-8));
            Assert.That(ours.Model.Weights, Is.EqualTo(other.Model.Weights).Within(1e-4));
            Assert.That(DualityGap.Certify(problem, ours.Model).Objective, Is.EqualTo(ours.Certificate.Objective).Within(1e-12));
        }
    }

    [TestCase(1e-3)]
    [TestCase(1e-5)]
    public void Examples_that_are_alike_do_not_make_them_overshoot(double l2)
    {
        SolverResult result = SolverLoop.Run(new ProximalSdca<SquaredHinge, Ridge>(Problem(Repeated, new SquaredHinge(), new Ridge(l2), fitIntercept: false)), new StoppingRule(1e-6, 60));
        Assert.That(result.Converged, Is.True);
    }

    [Test]
    public void Halves_are_equal_change_and_keep_neighbours_together()
    {
        const int count = 64 * 128;
        List<int[]> halves = [];
        SdcaIterate<Ridge> iterate = new(new(new(new Ridge(1), [1], [1], null, null), new Ridge(1), []), curvature: 0);
        SdcaReplicas<Ridge> replicas = new(iterate, threads: 1, (examples, _, _) => halves.Add([.. examples.Span.ToArray().Order()]));
        for (int sweep = 0; sweep < 10; sweep++) replicas.Sweep(Enumerable.Range(0, count).ToArray());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(halves.Select(half => half.Length), Has.All.InRange(count / 2 - 128, count / 2 + 128));
            Assert.That(halves.Select(half => string.Join(' ', half)).Distinct().Count(), Is.EqualTo(halves.Count));
            Assert.That(halves.SelectMany(half => half.GroupBy(i => i / 64).Select(block => block.Count())), Has.All.EqualTo(64));
        }
    }

    [Test]
    public void A_sweep_gives_every_example_to_one_of_them_and_adds_what_they_moved()
    {
        const int count = 40_001;
        FeatureMatrix ones = FeatureMatrix.Sparse([1], [0], [0, 1], 1);
        SdcaIterate<Ridge> iterate = new(new(new(new Ridge(1), [1], [1], null, null), new Ridge(1), []), curvature: 0.5);
        iterate.Start(3);
        List<int> visited = [];
        double caution = 0;
        SdcaReplicas<Ridge> replicas = new(iterate, threads: 1, (examples, replica, factor) =>
        {
            caution = factor;
            foreach (int i in examples.Span)
            {
                visited.Add(i);
                replica.Add(ones[0], factor * i);
            }
        });
        replicas.Sweep(Enumerable.Range(0, count).ToArray());
        double sum = (double)count * (count - 1) / 2;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(visited, Is.EquivalentTo(Enumerable.Range(0, count)));
            Assert.That(iterate.Weights.Values[0], Is.EqualTo(sum).Within(1e-6));
            Assert.That(iterate.Intercept, Is.EqualTo(3 + 0.5 * sum).Within(1e-6));
            Assert.That(caution, Is.EqualTo(1.3));
        }

        // The step of the multiplier reaches the replicas.
        iterate.MoveMultiplier();
        double intercept = iterate.Intercept;
        replicas.Sweep(new[] { 0 });
        Assert.That(iterate.Intercept, Is.EqualTo(intercept));
    }

    [TestCase(0.3, 1.3)]
    [TestCase(0.4, 1.3)]
    [TestCase(0.2, 2)]
    [TestCase(double.NegativeInfinity, 2)]
    public void Steps_are_safe_ones_once_the_dual_objective_fell(double later, double expected)
    {
        double caution = 0;
        SdcaIterate<Ridge> iterate = new(new(new(new Ridge(1), [1], [1], null, null), new Ridge(1), []), curvature: 0);
        SdcaReplicas<Ridge> replicas = new(iterate, threads: 1, (_, _, factor) => caution = factor);
        foreach (double dualObjective in (double[])[0.3, later, 0.9]) replicas.Watch(new(Objective: 1, NullObjective: 1, DualityGap: 1 - dualObjective));
        replicas.Sweep(new[] { 0, 1 });
        Assert.That(caution, Is.EqualTo(expected));
    }

    private static ProximalSdca<Hinge, ElasticNet> Fit(Problem<Hinge, ElasticNet> problem, int threads, int epochs)
    {
        ProximalSdca<Hinge, ElasticNet> solver = new(problem, seed: 1, threads);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            solver.Epoch();
            solver.Certify();
        }

        return solver;
    }

    private static Problem<TLoss, TPenalty> Problem<TLoss, TPenalty>(Lazy<(FeatureMatrix Features, double[] Labels)> data, TLoss loss, TPenalty penalty, bool fitIntercept)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty =>
        new(data.Value.Features, data.Value.Labels, loss, penalty) { FitIntercept = fitIntercept, Standardize = false };

    /// <summary>Rows whose first columns are frequent, as words are, and labels that the frequent ones decide; every row several times.</summary>
    private static (FeatureMatrix Features, double[] Labels) Draw(int copies)
    {
        Random random = new(1);
        List<float> values = [];
        List<int> columns = [], starts = [0];
        double[] labels = new double[RowCount], row = [];
        int[] drawn = [];
        for (int i = 0; i < RowCount; i++)
        {
            if (i % copies == 0)
            {
                drawn = [.. Enumerable.Range(0, 2 * EntriesPerRow).Select(_ => (int)(ColumnCount * Math.Pow(random.NextDouble(), 2))).Distinct().Order().Take(EntriesPerRow)];
                row = [.. drawn.Select(_ => 0.05 + 0.2 * random.NextDouble())];
            }

            columns.AddRange(drawn);
            values.AddRange(row.Select(x => (float)x));
            starts.Add(values.Count);
            labels[i] = drawn.Zip(row, (j, x) => j % 3 == 0 ? x : -0.5 * x).Sum() + 0.2 * (random.NextDouble() - 0.5) > 0 ? 1 : -1;
        }

        return (FeatureMatrix.Sparse([.. values], [.. columns], [.. starts], ColumnCount), labels);
    }
}
