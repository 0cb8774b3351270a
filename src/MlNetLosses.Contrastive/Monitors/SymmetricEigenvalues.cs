namespace MlNetLosses.Contrastive.Monitors;

/// <summary>Eigenvalues of a symmetric matrix by Jacobi's rotations.</summary>
/// <remarks>Source: G. H. Golub, C. F. Van Loan, "Matrix Computations", 4th ed., Johns Hopkins 2013, algorithm 8.5.3 (cyclic by row).</remarks>
internal static class SymmetricEigenvalues
{
    private const double Rounding = 1e-15;
    private const int MaximumSweeps = 50;       // convergence is quadratic: 6 to 10 are needed

    /// <summary>All eigenvalues, in no order.</summary>
    /// <param name="matrix">Symmetric; destroyed.</param>
    public static double[] Of(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        double norm = 0;
        foreach (double value in matrix) norm += value * value;
        double negligible = Rounding * Math.Sqrt(norm) / n;
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < MaximumSweeps; sweep++)
        {
            rotated = false;
            for (int p = 0; p < n; p++)
            {
                for (int q = p + 1; q < n; q++)
                {
                    if (Math.Abs(matrix[p, q]) <= negligible) continue;
                    Rotate(matrix, p, q);
                    rotated = true;
                }
            }
        }

        double[] eigenvalues = new double[n];
        for (int i = 0; i < n; i++) eigenvalues[i] = matrix[i, i];
        return eigenvalues;
    }

    /// <summary>A ← Jᵀ A J, J the rotation in the plane of p and q that makes a_pq 0.</summary>
    private static void Rotate(double[,] a, int p, int q)
    {
        // The smaller of the two angles: t = tan θ solves t² + 2τt − 1 = 0.
        double tau = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        double t = Math.CopySign(1 / (Math.Abs(tau) + Math.Sqrt(1 + tau * tau)), tau);
        double cosine = 1 / Math.Sqrt(1 + t * t), sine = t * cosine;
        double shift = t * a[p, q];
        a[p, p] -= shift;
        a[q, q] += shift;
        a[p, q] = a[q, p] = 0;
        for (int k = 0; k < a.GetLength(0); k++)
        {
            if (k == p || k == q) continue;
            double kp = a[p, k], kq = a[q, k];
            a[p, k] = a[k, p] = cosine * kp - sine * kq;
            a[q, k] = a[k, q] = sine * kp + cosine * kq;
        }
    }
}
