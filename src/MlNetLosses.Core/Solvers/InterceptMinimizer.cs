using MlNetLosses.Data;
using MlNetLosses.Losses;

namespace MlNetLosses.Solvers;

/// <summary>The best intercept for given predictions: argmin_b Σᵢ sᵢ f(zᵢ + b, yᵢ).</summary>
/// <remarks>Where the loss falls towards a limit (<see cref="Logistic"/> with one class), b is where its slope is 0 to the last bit.</remarks>
internal static class InterceptMinimizer
{
    private const int MostDoublings = 200;
    private const int MostSteps = 200;

    /// <summary>The smallest change of b that is worth a step, relative to |b|.</summary>
    private const double Resolution = 4e-16;

    /// <param name="loss">f.</param>
    /// <param name="predictions">zᵢ, n values, or null for 0.</param>
    /// <param name="labels">yᵢ, n values.</param>
    /// <param name="shares">sᵢ, n values that sum to 1.</param>
    /// <param name="start">Where to begin; near the answer is faster.</param>
    /// <param name="step">First width of the bracket, positive.</param>
    /// <param name="threads">At most so many threads. The bits do not depend on it.</param>
    /// <exception cref="InvalidOperationException">The loss falls for ever in one direction: no finite intercept is best.</exception>
    public static double Minimize<TLoss>(
        TLoss loss, double[]? predictions, double[] labels, double[] shares, double start, double step, int threads = 1)
        where TLoss : struct, ILoss
    {
        // The slope rises with b. Bracket its zero between low (slope < 0) and high (slope > 0).
        double slope = Slope(loss, predictions, labels, shares, start, threads);
        if (slope == 0) return start;
        double low = start, high = start, slopeAtLow = slope, slopeAtHigh = slope;
        for (int doublings = 0; slope < 0 ? slopeAtHigh < 0 : slopeAtLow > 0; doublings++, step *= 2)
        {
            if (doublings == MostDoublings || !double.IsFinite(step))
                throw new InvalidOperationException($"No finite intercept minimises {loss} over these labels: the loss falls for ever. Give it labels that differ.");
            if (slope < 0) (low, slopeAtLow, high) = (high, slopeAtHigh, high + step);
            else (high, slopeAtHigh, low) = (low, slopeAtLow, low - step);
            if (slope < 0) slopeAtHigh = Slope(loss, predictions, labels, shares, high, threads);
            else slopeAtLow = Slope(loss, predictions, labels, shares, low, threads);
        }

        return Root(at => Slope(loss, predictions, labels, shares, at, threads), low, slopeAtLow, high, slopeAtHigh);
    }

    /// <summary>The zero of a function that rises through it: inverse quadratic interpolation where that is safe, half the bracket elsewhere, as at kinks.</summary>
    /// <remarks>Source: T. R. Chandrupatla, "A New Hybrid Quadratic/Bisection Algorithm for Finding the Zero of a Nonlinear Function", Adv. Eng. Softw. 28 (1997), 145–149.</remarks>
    private static double Root(Func<double, double> slopeAt, double low, double slopeAtLow, double high, double slopeAtHigh)
    {
        // (a, fa) is the newest point, (b, fb) the other end of the bracket, (c, fc) the point that was left last.
        double a = high, fa = slopeAtHigh, b = low, fb = slopeAtLow, share = 0.5;
        for (int steps = 0; steps < MostSteps && fa != 0 && fb != 0; steps++)
        {
            double least = Resolution * Math.Max(Math.Abs(a), Math.Abs(b)) / Math.Abs(b - a);
            if (least >= 1) break;
            double x = a + Math.Clamp(share, Math.Min(0.5, least), Math.Max(0.5, 1 - least)) * (b - a), c = a, fc = fa;
            if (x == a || x == b) break;
            double fx = slopeAt(x);
            if (fx < 0 != fa < 0) (c, fc, b, fb) = (b, fb, a, fa);
            (a, fa) = (x, fx);
            double xi = (a - b) / (c - b), phi = (fa - fb) / (fc - fb);
            share = phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi
                ? fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
                : 0.5;
        }

        return Math.Abs(fa) < Math.Abs(fb) ? a : b;
    }

    private static double Slope<TLoss>(TLoss loss, double[]? predictions, double[] labels, double[] shares, double intercept, int threads)
        where TLoss : struct, ILoss =>
        new RowBlocks(labels.Length, threads).Sum((start, end) => Slope(loss, predictions, labels, shares, intercept, start, end));

    private static double Slope<TLoss>(TLoss loss, double[]? predictions, double[] labels, double[] shares, double intercept, int start, int end)
        where TLoss : struct, ILoss
    {
        double sum = 0;
        if (predictions is null)
            for (int i = start; i < end; i++) sum += shares[i] * loss.Derivative(intercept, labels[i]);
        else
            for (int i = start; i < end; i++) sum += shares[i] * loss.Derivative(predictions[i] + intercept, labels[i]);
        return sum;
    }
}
