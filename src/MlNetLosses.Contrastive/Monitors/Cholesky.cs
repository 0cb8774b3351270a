using System.Numerics.Tensors;

namespace MlNetLosses.Contrastive.Monitors;

/// <summary>Solves A x = b for a symmetric positive definite A, by A = L Lᵀ.</summary>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of A by L.</summary>
    /// <param name="matrix">A, <c>n × n</c>; only its lower triangle is read.</param>
    /// <param name="n">Rows.</param>
    public static void Factorize(Span<double> matrix, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = matrix.Slice(i * n, i + 1);
            for (int j = 0; j < i; j++)
                row[j] = (row[j] - TensorPrimitives.Dot<double>(row[..j], matrix.Slice(j * n, j))) / matrix[j * n + j];
            row[i] = Math.Sqrt(row[i] - TensorPrimitives.SumOfSquares<double>(row[..i]));
        }
    }

    /// <summary>Replaces b by x.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int n, Span<double> vector)
    {
        for (int i = 0; i < n; i++)
            vector[i] = (vector[i] - TensorPrimitives.Dot(factor.Slice(i * n, i), vector[..i])) / factor[i * n + i];
        for (int i = n - 1; i >= 0; i--)
        {
            vector[i] /= factor[i * n + i];
            TensorPrimitives.MultiplyAdd(factor.Slice(i * n, i), -vector[i], vector[..i], vector[..i]);
        }
    }
}
