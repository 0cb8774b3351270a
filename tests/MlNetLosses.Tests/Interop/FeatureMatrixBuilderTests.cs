using CsCheck;
using Microsoft.ML.Data;
using MlNetLosses.Data;
using MlNetLosses.Interop;

namespace MlNetLosses.Tests.Interop;

[TestFixture]
public sealed class FeatureMatrixBuilderTests
{
    private const int Columns = 8;

    [Test]
    public void Rows_come_back_in_whatever_mix_and_order_they_were_added() =>
        GenRow.List[1, 70].Sample(rows =>
        {
            FeatureMatrix matrix = Build(rows);
            Assert.That(matrix.RowCount, Is.EqualTo(rows.Count));
            for (int i = 0; i < rows.Count; i++) Assert.That(Dense(matrix[i]), Is.EqualTo(rows[i].DenseValues().ToArray()));
        });

    [Test]
    public void Storage_follows_the_density() =>
        GenRow.List[1, 70].Sample(rows =>
        {
            double density = rows.Sum(row => row.GetValues().Length) / (double)(rows.Count * Columns);
            Assert.That(Build(rows).IsSparse, Is.EqualTo(density < 0.25));
        });

    [Test]
    public void Sparse_rows_do_not_store_zeros()
    {
        VBuffer<float> row = new(Columns, 1, [0f], [3]);
        Assert.That(Build([row]).EntryCount, Is.Zero);
    }

    private static Gen<VBuffer<float>> GenRow { get; } = Gen.OneOf(
        Gen.Float[-9, 9].Array[Columns].Select(values => new VBuffer<float>(Columns, values)),
        Gen.Int[0, Columns - 1].Select(Gen.Float[1, 9]).Select((slot, value) => new VBuffer<float>(Columns, 1, [value], [slot])),
        Gen.Const(new VBuffer<float>(Columns, 0, [], [])));

    private static FeatureMatrix Build(IEnumerable<VBuffer<float>> rows)
    {
        using FeatureMatrixBuilder builder = new(Columns);
        foreach (VBuffer<float> row in rows) builder.Add(row);
        return builder.Build().Features;
    }

    private static float[] Dense(Row row)
    {
        double[] values = new double[Columns];
        row.AddTo(values, 1);
        return Array.ConvertAll(values, value => (float)value);
    }
}
