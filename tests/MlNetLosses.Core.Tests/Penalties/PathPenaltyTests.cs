using MlNetLosses.Paths;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

/// <summary>The penalty of paths is its three relatives in one, bit for bit or to rounding.</summary>
[TestFixture]
public sealed class PathPenaltyTests
{
    private static readonly double[] Points = [-3, -0.5, 0, 0.3, 0.5, 4];

    [Test]
    public void Is_an_elastic_net() => AssertAlike(new PathPenalty(2, 0.25), new ElasticNet(0.5, 1.5));

    [Test]
    public void Is_a_Lasso_at_ratio_1() => AssertAlike(new PathPenalty(0.5, 1), new Lasso(0.5));

    [Test]
    public void Is_a_ridge_at_ratio_0() => AssertAlike(new PathPenalty(1.5, 0), new Ridge(1.5));

    [Test]
    public void Is_not_valid_by_default() => Assert.That(default(PathPenalty).IsValid, Is.False);

    private static void AssertAlike<TPenalty>(PathPenalty path, TPenalty twin)
        where TPenalty : struct, IPenalty
    {
        using IDisposable all = Assert.EnterMultipleScope();
        Assert.That(path.IsValid);
        Assert.That(path.DualRadius, Is.EqualTo(twin.DualRadius));
        foreach (double x in Points)
        {
            Assert.That(path.Value(x), Is.EqualTo(twin.Value(x)).Within(1e-15), $"value at {x}");
            Assert.That(path.Prox(x, 0.7), Is.EqualTo(twin.Prox(x, 0.7)).Within(1e-15), $"prox at {x}");
            Assert.That(path.Conjugate(x), Is.EqualTo(twin.Conjugate(x)).Within(1e-15), $"conjugate at {x}");
            Assert.That(path.Link(x), Is.EqualTo(twin.Link(x)).Within(1e-15), $"link at {x}");
        }
    }
}
