using CsCheck;
using MlNetLosses.Data;

namespace MlNetLosses.Tests.Data;

[TestFixture]
public sealed class SparseVectorTests
{
    private static readonly Gen<double[]> Vectors = Gen.OneOf(Gen.Const(0.0), Gen.Double[-1, 1]).Array[0, 40];

    [Test]
    public void The_vector_is_what_it_was() => Vectors.Sample(
        vector =>
        {
            SparseVector sparse = new(vector);
            return sparse.ToArray().SequenceEqual(vector) && sparse.Count == vector.Count(value => value != 0);
        });

    [Test]
    public void It_is_a_copy()
    {
        double[] vector = [0, 3, 0];
        SparseVector sparse = new(vector);
        vector[1] = 4;
        sparse.ToArray()[1] = 5;
        Assert.That(sparse.ToArray(), Is.EqualTo(new double[] { 0, 3, 0 }));
    }
}
