using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class ProximalSdcaMulticlassPanelTests
{
    private const int Rows = 17_001;       // so many that an epoch is one sweep, far from the optimum
    private const int Features = 11;
    private const int Classes = 3;

    /// <summary>Dense rows are taken four at a time, sparse ones one by one: the steps are the same, epoch for epoch.</summary>
    [Test]
    public void Steps_that_share_a_pass_over_the_weights_allow_for_each_other()
    {
        Random random = new(1);
        float[] values = [.. Enumerable.Range(0, Rows * Features).Select(_ => random.NextSingle() + 0.5f)];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(_ => random.Next(Classes))];
        int[] columns = [.. Enumerable.Range(0, Rows).SelectMany(_ => Enumerable.Range(0, Features))], rowStarts = [.. Enumerable.Range(0, Rows + 1).Select(i => i * Features)];
        double[] dense = Weights(FeatureMatrix.Dense(values, Rows, Features)), sparse = Weights(FeatureMatrix.Sparse(values, columns, rowStarts, Features));
        Assert.That(dense, Is.EqualTo(sparse).Within(1e-9));

        double[] Weights(FeatureMatrix features)
        {
            ProximalSdcaMulticlass<SoftmaxCrossEntropy, Ridge> solver = new(
                new(features, labels, Classes, new(), new(1e-4)) { FitIntercept = false, Standardize = false }, seed: 3, threads: 1);
            solver.Epoch();
            return solver.ToModel().Weights;
        }
    }
}
