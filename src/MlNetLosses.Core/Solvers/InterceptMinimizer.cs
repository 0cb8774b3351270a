using MlNetLosses.Losses;

namespace MlNetLosses.Solvers;

/// <summary>The best intercept for given predictions: argmin_b Σᵢ sᵢ f(zᵢ + b, yᵢ).</summary>
/// <remarks>Where the loss falls towards a limit (<see cref="Logistic"/> with one class), b is where its slope is 0 to the last bit.</remarks>
internal static class InterceptMinimizer
{
    private const int MostDoublings = 200;
    private const int MostSteps = 200;

    /// <summary>The smallest change of b that is worth a step, relative to |b| and the bracket's first width.</summary>
    private const double Resolution = 4e-16;

    /// <param name="loss">f.</param>
    /// <param name="predictions">zᵢ, n values, or empty for 0.</param>
    /// <param name="labels">yᵢ, n values.</param>
    /// <param name="shares">sᵢ, n values that sum to 1.</param>
    /// <param name="start">Where to begin; near the answer is faster.</param>
    /// <param name="step">First width of the bracket, positive.</param>
    /// <exception cref="InvalidOperationException">The loss falls for ever in one direction: no finite intercept is best.</exception>
    public static double Minimize<TLoss>(
        TLoss loss, ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels, ReadOnlySpan<double> shares, double start, double step)
        where TLoss : struct, ILoss
    {
        // The slope rises with b. Bracket its zero between low (slope < 0) and high (slope > 0).
        double slope = Slope(loss, predictions, labels, shares, start);
        if (slope == 0) return start;
        double low = start, high = start, slopeAtLow = slope, slopeAtHigh = slope;
        for (int doublings = 0; slope < 0 ? slopeAtHigh < 0 : slopeAtLow > 0; doublings++, step *= 2)
        {
            if (doublings == MostDoublings || !double.IsFinite(step))
                throw new InvalidOperationException($"No finite intercept minimises {loss} over these labels: the loss falls for ever. Give it labels that differ.");
            if (slope < 0) (low, slopeAtLow, high) = (high, slopeAtHigh, high + step);
            else (high, slopeAtHigh, low) = (low, slopeAtLow, low - step);
            if (slope < 0) slopeAtHigh = Slope(loss, predictions, labels, shares, high);
            else slopeAtLow = Slope(loss, predictions, labels, shares, low);
        }

        // False position, halved whenever it does not halve the bracket itself: fast where f is smooth, safe where it has kinks.
        double width = high - low;
        for (int steps = 0; steps < MostSteps && slopeAtLow < 0 && slopeAtHigh > 0; steps++)
        {
            double size = high - low;
            if (size <= Resolution * Math.Max(Math.Abs(low), Math.Abs(high))) break;
            double middle = size > 0.5 * width && steps > 0
                ? low + 0.5 * size
                : low + size * Math.Clamp(slopeAtLow / (slopeAtLow - slopeAtHigh), 0.01, 0.99);
            width = size;
            double at = Slope(loss, predictions, labels, shares, middle);
            if (middle <= low || middle >= high) break;
            if (at == 0) return middle;
            if (at < 0) (low, slopeAtLow) = (middle, at);
            else (high, slopeAtHigh) = (middle, at);
        }

        return -slopeAtLow < slopeAtHigh ? low : high;
    }

    private static double Slope<TLoss>(
        TLoss loss, ReadOnlySpan<double> predictions, ReadOnlySpan<double> labels, ReadOnlySpan<double> shares, double intercept)
        where TLoss : struct, ILoss
    {
        double sum = 0;
        if (predictions.IsEmpty)
            for (int i = 0; i < labels.Length; i++) sum += shares[i] * loss.Derivative(intercept, labels[i]);
        else
            for (int i = 0; i < labels.Length; i++) sum += shares[i] * loss.Derivative(predictions[i] + intercept, labels[i]);
        return sum;
    }
}
