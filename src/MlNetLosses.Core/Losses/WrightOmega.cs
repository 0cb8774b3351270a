namespace MlNetLosses.Losses;

/// <summary>Wright's omega function ω(x), the positive root of ω + log ω = x (Lambert's W(e^x), without its overflow).</summary>
/// <remarks>
/// It is to losses with an exponential what clipping is to the hinge: log p + q p = s has the root p = ω(log q + s) / q.
/// Source: P. W. Lawrence, R. M. Corless, D. J. Jeffrey, "Algorithm 917: Complex Double-Precision Evaluation of the Wright ω
/// Function", ACM Trans. Math. Softw. 38 (2012), 20, section 3.
/// </remarks>
internal static class WrightOmega
{
    /// <summary>ω(x), to a few units in the last place; 0 at −∞, +∞ at +∞.</summary>
    public static double Value(double x)
    {
        if (x < -40) return Math.Exp(x);        // ω = e^(x − ω), and ω < 5e-18
        if (x > 1e20) return x;                 // log ω is lost in rounding
        double w = x < -2 ? Math.Exp(x)
            : x < 1 ? Math.Exp(2 * (x - 1) / 3)
            : x - Math.Log(x) + Math.Log(x) / x;
        return Improve(x, Improve(x, w));
    }

    /// <summary>One step of the Fritsch–Shafer–Crowley iteration, of order four.</summary>
    private static double Improve(double x, double w)
    {
        double residual = x - w - Math.Log(w);
        double k = 2 * (1 + w) * (1 + w + residual * 2 / 3);
        return w * (1 + residual / (1 + w) * ((k - residual) / (k - 2 * residual)));
    }
}
