using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Tests.Network.Simd;

[TestFixtureSource(nameof(Widths))]
[Category("Simd")]
public sealed unsafe class KernelsTests(int width)
{
    private static readonly int[] Widths = [.. Kernels.Accelerated.Select(kernels => kernels.Width)];

    private readonly Kernels _kernels = Kernels.Accelerated.Single(kernels => kernels.Width == width);

    [Test]
    public void A_product_is_what_its_sum_says(
        [Values(1, 5, 6, 7, 8, 9, 13)] int rows, [Values(1, 4, 27)] int inner, [Values(16, 32, 48)] int columns, [Values] bool adds)
    {
        SplitMix64 random = new(1);
        Tensor left = new(rows * inner), right = new(inner * columns), result = new(rows * columns);
        foreach (Tensor tensor in new[] { left, right, result }) Example.Uniform(tensor.Length, ref random).CopyTo(tensor.Span);
        double[] expected = new double[result.Length];
        for (int m = 0; m < rows; m++)
            for (int k = 0; k < columns; k++)
            {
                expected[m * columns + k] = adds ? result.Span[m * columns + k] : 0;
                for (int r = 0; r < inner; r++) expected[m * columns + k] += (double)left.Span[r * rows + m] * right.Span[r * columns + k];
            }

        // The left matrix lies column by column: only the offsets say so.
        OffsetTable leftRows = OffsetTable.Steps(rows, 1), leftColumns = OffsetTable.Steps(inner, rows);
        OffsetTable rightRows = OffsetTable.Steps(inner, columns), resultRows = OffsetTable.Steps(rows, columns);
        _kernels.Multiply(new GatheredProduct
        {
            Rows = rows,
            Inner = inner,
            Columns = columns,
            Adds = adds,
            Left = left.Pointer,
            LeftRows = leftRows.Pointer,
            LeftColumns = leftColumns.Pointer,
            Right = right.Pointer,
            RightRows = rightRows.Pointer,
            Result = result.Pointer,
            ResultRows = resultRows.Pointer,
        });
        Assert.That(result.Span.ToArray(), Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void A_window_gives_its_gradient_to_the_first_of_equal_pixels()
    {
        Tensor ones = new(Kernels.Lanes), zeros = new(Kernels.Lanes), y = new(4 * Kernels.Lanes), gradient = new(4 * Kernels.Lanes);
        ones.Span.Fill(1);
        y.Span[Kernels.Lanes..(3 * Kernels.Lanes)].Fill(2);
        _kernels.DenormalizePooled(new NormalizedImage
        {
            Channels = Kernels.Lanes,
            Height = 2,
            Width = 2,
            Values = y.Pointer,
            Scale = ones.Pointer,
            Shift = zeros.Pointer,
            OutputGradient = ones.Pointer,
            Slope = zeros.Pointer,
            Constant = zeros.Pointer,
            Gradient = gradient.Pointer,
            GradientRow = 2 * Kernels.Lanes,
        });
        float[] expected = new float[4 * Kernels.Lanes];
        expected.AsSpan(Kernels.Lanes, Kernels.Lanes).Fill(1);
        Assert.That(gradient.Span.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void What_is_not_a_number_stays_visible()
    {
        Tensor ones = new(Kernels.Lanes), y = new(Kernels.Lanes), output = new(Kernels.Lanes);
        ones.Span.Fill(1);
        y.Span.Fill(float.NaN);
        _kernels.Normalize(new NormalizedImage
        {
            Channels = Kernels.Lanes,
            Height = 1,
            Width = 1,
            Values = y.Pointer,
            Scale = ones.Pointer,
            Shift = ones.Pointer,
            Output = output.Pointer,
            OutputRow = Kernels.Lanes,
        });
        Assert.That(output.Span.ToArray(), Is.All.NaN);
    }
}
