using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>How many epochs a fit may take: what was measured, and a third more. A change that needs more is to say why.</summary>
[TestFixture]
public sealed class EpochBudgetTests
{
    private const int RowCount = 2_000;
    private const int ColumnCount = 20;

    [TestCase(1e-3, 1e-3, 27)]
    [TestCase(1e-3, 1e-2, 8)]
    public void Dual_ascent_on_the_hinge(double tolerance, double l2, int budget) => Assert.That(
        Epochs(new ProximalSdca<Hinge, Ridge>(Problem(new Hinge(), new Ridge(l2)), threads: 1), tolerance), Is.LessThanOrEqualTo(budget));

    [TestCase(1e-3, 19)]
    [TestCase(1e-6, 39)]
    public void Dual_ascent_on_the_logistic_loss(double tolerance, int budget) => Assert.That(
        Epochs(new ProximalSdca<Logistic, Ridge>(Problem(new Logistic(), new Ridge(1e-3)), threads: 1), tolerance), Is.LessThanOrEqualTo(budget));

    [TestCase(1e-3, 31)]
    [TestCase(1e-6, 61)]
    public void Coordinate_descent_on_the_logistic_loss(double tolerance, int budget) => Assert.That(
        Epochs(new CoordinateDescent<Logistic, Lasso>(Problem(new Logistic(), new Lasso(1e-2)), threads: 1), tolerance), Is.LessThanOrEqualTo(budget));

    private static int Epochs(ISolver solver, double tolerance)
    {
        int epochs = 0;
        for (; solver.Certify().RelativeGap > tolerance && epochs < 10_000; epochs++) solver.Epoch();
        return epochs;
    }

    /// <summary>Two clouds that overlap, some of the features correlated.</summary>
    private static Problem<TLoss, TPenalty> Problem<TLoss, TPenalty>(TLoss loss, TPenalty penalty)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty
    {
        var random = new Random(1);
        float[] features = new float[RowCount * ColumnCount];
        double[] labels = new double[RowCount];
        for (int i = 0; i < RowCount; i++)
        {
            labels[i] = random.Next(2) == 0 ? 1 : -1;
            double common = random.NextDouble() - 0.5;
            for (int j = 0; j < ColumnCount; j++)
                features[i * ColumnCount + j] = (float)(random.NextDouble() - 0.5 + (j % 2 == 0 ? common : 0) + (j < 5 ? 0.1 * labels[i] : 0));
        }

        return new(FeatureMatrix.Dense(features, RowCount, ColumnCount), labels, loss, penalty);
    }
}
