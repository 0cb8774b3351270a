using System.Globalization;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>How often a linear classifier of some features was right on the test images.</summary>
/// <param name="Features">What the features are called.</param>
/// <param name="Labels">The number of labelled images.</param>
/// <param name="Draws">One accuracy, from 0 to 1, for each draw of the labelled images.</param>
internal sealed record Accuracy(string Features, int Labels, double[] Draws)
{
    public double Mean => Draws.Average();

    public double Deviation => Math.Sqrt(Draws.Sum(accuracy => Math.Pow(accuracy - Mean, 2)) / (Draws.Length - 1));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Mean:F1} ± {100 * Deviation:F1}");
}
