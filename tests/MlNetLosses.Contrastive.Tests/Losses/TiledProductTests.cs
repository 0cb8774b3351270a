using CsCheck;
using MlNetLosses.Contrastive.Losses;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Losses;

[TestFixture]
public sealed unsafe class TiledProductTests
{
    [Test]
    public void It_is_the_product_of_naive_loops() =>
        Gen.Select(Gen.Int[1, TiledProduct.Rows], Gen.Int[1, 40], Gen.Int[1, 100], Gen.Int[0, 5], Gen.Int).Sample((rows, inner, columns, gap, seed) =>
        {
            int leftStride = inner + gap, stride = TiledProduct.StrideOf(columns);
            Tensor left = Random(rows * leftStride, seed), right = Random(inner * stride, seed + 1), result = Random((rows + 1) * stride, seed + 2);
            float[] beyond = result.Span[(rows * stride)..].ToArray();
            TiledProduct.Multiply(left.Pointer, leftStride, rows, inner, right.Pointer, result.Pointer, stride);
            for (int i = 0; i < rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    double sum = 0;
                    for (int k = 0; k < inner; k++) sum += (double)left.Span[i * leftStride + k] * right.Span[k * stride + j];
                    if (Math.Abs(result.Span[i * stride + j] - sum) > 1e-5) return false;
                }
            }

            return result.Span[(rows * stride)..].SequenceEqual(beyond);
        });

    private static Tensor Random(int length, int seed)
    {
        Random random = new(seed);
        Tensor tensor = new(length);
        foreach (ref float value in tensor.Span) value = (float)(2 * random.NextDouble() - 1);
        return tensor;
    }
}
