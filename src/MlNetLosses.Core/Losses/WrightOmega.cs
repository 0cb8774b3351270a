using System.Runtime.Intrinsics;

namespace MlNetLosses.Losses;

/// <summary>Wright's omega function ω(x), the positive root of ω + log ω = x (Lambert's W(e^x), without its overflow).</summary>
/// <remarks>
/// It is to losses with an exponential what clipping is to the hinge: log p + q p = s has the root p = ω(log q + s) / q.
/// Source: P. W. Lawrence, R. M. Corless, D. J. Jeffrey, "Algorithm 917: Complex Double-Precision Evaluation of the Wright ω
/// Function", ACM Trans. Math. Softw. 38 (2012), 20, section 3.
/// </remarks>
internal static class WrightOmega
{
    private const double Smallest = -40;        // below: ω = e^(x − ω) = e^x, as ω < 5e-18
    private const double Largest = 1e20;        // above: ω = x − log ω = x

    /// <summary>ω(x), to a few units in the last place; 0 at −∞, +∞ at +∞.</summary>
    public static double Value(double x)
    {
        if (x < Smallest) return Math.Exp(x);
        if (x > Largest) return x;
        double w = x < -2 ? Math.Exp(x)
            : x < 1 ? Math.Exp(2 * (x - 1) / 3)
            : x - Math.Log(x) + Math.Log(x) / x;
        return Improve(x, Improve(x, w));
    }

    /// <summary><see cref="Value(double)"/> of several x at once.</summary>
    public static Vector512<double> Value(Vector512<double> x)
    {
        // Where ω is e^x or x, the iteration may meet 0 · ∞; what it makes there is not selected.
        Vector512<double> logarithm = Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(-2.0)), x, (x - Vector512<double>.One) * (2.0 / 3)), w = Vector512.Exp(logarithm);
        if (Vector512.GreaterThanAny(x, Vector512<double>.One))
        {
            Vector512<double> isLarge = Vector512.GreaterThan(x, Vector512<double>.One), logarithmOfX = Vector512.Log(x);
            w = Vector512.ConditionalSelect(isLarge, x - logarithmOfX + logarithmOfX / x, w);
            logarithm = Vector512.ConditionalSelect(isLarge, Vector512.Log(w), logarithm);
        }

        Vector512<double> exponential = w;
        w = Improve(x, w, logarithm);
        w = Improve(x, w, Vector512.Log(w));
        return Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(Smallest)),
            exponential,
            Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(Largest)), x, w));
    }

    /// <summary>One step of the Fritsch–Shafer–Crowley iteration, of order four.</summary>
    private static double Improve(double x, double w)
    {
        double residual = x - w - Math.Log(w);
        double k = 2 * (1 + w) * (1 + w + residual * (2.0 / 3));
        return w * (1 + residual / (1 + w) * ((k - residual) / (k - 2 * residual)));
    }

    private static Vector512<double> Improve(Vector512<double> x, Vector512<double> w, Vector512<double> logarithmOfW)
    {
        Vector512<double> residual = x - w - logarithmOfW, next = Vector512<double>.One + w;
        Vector512<double> k = 2 * next * (next + residual * (2.0 / 3));
        return w * (Vector512<double>.One + residual / next * ((k - residual) / (k - 2 * residual)));
    }
}
