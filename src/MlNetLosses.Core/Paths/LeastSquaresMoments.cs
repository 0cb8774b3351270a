using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>All that least squares needs to know of its examples: Σ s x̃x̃ᵀ with x̃ = (x − m, 1, y − t), m and t being fixed origins near the means.</summary>
/// <remarks>Moments of a fold, subtracted from those of all examples, are the moments without the fold.</remarks>
internal sealed class LeastSquaresMoments
{
    /// <summary>A finer relative gap would be at the level of the rounding of the sums.</summary>
    private const double LeastTolerance = 1e-10;

    /// <summary>What is left of a feature's variance by subtraction, if it is less than this share, is rounding.</summary>
    private const double Rounding = 1e-12;

    private readonly double[] origin;       // m
    private readonly double labelOrigin;    // t
    private readonly double[] sums;
    private readonly int stride;

    private LeastSquaresMoments(double[] origin, double labelOrigin, double[] sums, int stride) =>
        (this.origin, this.labelOrigin, this.sums, this.stride) = (origin, labelOrigin, sums, stride);

    /// <summary>p.</summary>
    public int FeatureCount => origin.Length;

    /// <summary>Σ s.</summary>
    public double Weight => Sum(FeatureCount, FeatureCount);

    private int Ones => FeatureCount;

    private int Label => FeatureCount + 1;

    /// <summary>Whether a path needs no more than the moments: least squares of few dense features, all penalised, not to the last digit.</summary>
    public static bool Suffice<TLoss>(Problem<TLoss, NoPenalty> problem, PathSettings settings)
        where TLoss : struct, ICurvedLoss =>
        problem.Loss is HalfSquared && settings.Tolerance >= LeastTolerance && Coordinates.AreBestInRows(problem.Features)
        && (problem.FitIntercept || !problem.Standardize)
        && (problem.PenaltyFactors is null || Array.TrueForAll(problem.PenaltyFactors, factor => factor > 0));

    /// <summary>The moments of examples.</summary>
    /// <param name="features">X, <c>n × p</c>, dense.</param>
    /// <param name="labels">y, n values.</param>
    /// <param name="weights">s, n values; examples with 0 are not read.</param>
    /// <param name="origin">m, p values.</param>
    /// <param name="labelOrigin">t.</param>
    /// <param name="threads">At most so many threads.</param>
    public static LeastSquaresMoments Of(
        FeatureMatrix features, double[] labels, double[] weights, double[] origin, double labelOrigin, int threads)
    {
        RowGram rows = new(features, origin, Array.ConvertAll(labels, label => label - labelOrigin), threads);
        double[] sums = new double[rows.Stride * rows.Stride];
        rows.Add(weights, sums);
        return new(origin, labelOrigin, sums, rows.Stride);
    }

    /// <summary>The moments of these examples without some of them.</summary>
    public LeastSquaresMoments Without(LeastSquaresMoments part) =>
        new(origin, labelOrigin, [.. sums.Zip(part.sums, (all, some) => all - some)], stride);

    /// <summary>The standard deviation of each feature, 0 where it is constant.</summary>
    /// <param name="all">The moments that these are a part of.</param>
    public double[] Deviations(LeastSquaresMoments all) => [.. Enumerable.Range(0, FeatureCount).Select(j =>
    {
        double variance = Covariance(j, j, isCentred: true);
        return variance <= Rounding * (all.Sum(j, j) / Weight) ? 0 : Math.Sqrt(variance);
    })];

    /// <summary>The mean over these examples of (x_a − …)(x_b − …), about the means or about the origins.</summary>
    private double Covariance(int a, int b, bool isCentred) => Sum(a, b) / Weight - (isCentred ? Sum(a, Ones) / Weight * (Sum(b, Ones) / Weight) : 0);

    /// <summary>G, the Gram matrix of the features.</summary>
    public DenseGram Gram(bool isCentred)
    {
        DenseGram gram = new(FeatureCount, stride);
        for (int r = 0; r < FeatureCount; r++)
            for (int c = 0; c < FeatureCount; c++)
                gram.Entries[r * stride + c] = Covariance(r, c, isCentred);
        return gram;
    }

    /// <summary>c, the products of the features with the labels, p values.</summary>
    public double[] LabelProducts(bool isCentred) => [.. Enumerable.Range(0, FeatureCount).Select(j => Covariance(j, Label, isCentred))];

    /// <summary>The mean square of the labels.</summary>
    public double LabelSquare(bool isCentred) => Covariance(Label, Label, isCentred);

    /// <summary>The intercept that goes with weights: b = ȳ − x̄ᵀw.</summary>
    public double InterceptOf(double[] weights)
    {
        double intercept = labelOrigin + Sum(Label, Ones) / Weight;
        for (int j = 0; j < weights.Length; j++) intercept -= (origin[j] + Sum(j, Ones) / Weight) * weights[j];
        return intercept;
    }

    /// <summary>The mean over these examples of ½ (xᵀw + b − y)².</summary>
    public double MeanLoss(LinearModel model)
    {
        double[] w = model.Weights;
        double shift = model.Intercepts[0] - labelOrigin, sum = Sum(Label, Label);
        for (int j = 0; j < w.Length; j++) shift += origin[j] * w[j];
        for (int r = 0; r < w.Length; r++)
        {
            if (w[r] == 0) continue;
            double product = 2 * (shift * Sum(r, Ones) - Sum(r, Label));
            for (int c = 0; c < w.Length; c++) product += Sum(r, c) * w[c];
            sum += w[r] * product;
        }

        sum += shift * (shift * Weight - 2 * Sum(Label, Ones));
        return 0.5 * sum / Weight;
    }

    private double Sum(int row, int column) => sums[row * stride + column];
}
