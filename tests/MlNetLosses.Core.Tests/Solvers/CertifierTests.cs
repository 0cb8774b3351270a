using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class CertifierTests
{
    /// <summary>Xᵀ(s ∘ a) is not formed for weights that belong to a; where it is, the certificate is the same.</summary>
    [Test]
    public void Weights_that_belong_to_the_dual_point_are_certified_without_its_product() =>
        Gen.Select(SmallProblem.Any, Gen.Double[0, 1].Array[60]).Sample(
            (drawn, masses) =>
            {
                PreparedProblem<Logistic, ElasticNet> problem = new((drawn with { FitIntercept = false }).With(new Logistic()), threads: 1);
                double[] dual = [.. problem.Labels.Select((y, i) => y * masses[i])], sums = new double[drawn.ColumnCount];
                MatrixProducts.Correlate(problem.Features, problem.Shares, dual, problem.Origin, sums, threads: 1);
                double[] weights = [.. sums.Select((v, j) => problem.Penalty.Link(j, v))];
                Certifier<Logistic, ElasticNet> certifier = new(problem);
                Certificate linked = certifier.CertifyLinked(weights, dual), full = certifier.Certify(weights, 0, dual);
                return linked.Objective == full.Objective && Math.Abs(linked.DualityGap - full.DualityGap) <= 1e-12 * (1 + full.Objective);
            },
            iter: 100);
}
