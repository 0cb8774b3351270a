using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>Walks down a path of least squares by its moments alone; what it costs does not depend on the number of examples.</summary>
/// <remarks>
/// With G and c the products of the features with each other and with the labels, the loss is ½ (yᵀy − 2cᵀw + wᵀGw) and its gradient Gw − c. The
/// dual point is the residual r = y − Xw, shrunk by t ≤ 1 to where Ω* is finite, so v = t (c − Gw), and the duality gap is that of all examples:
/// <code>
/// gap = ½ (1 − t)² ‖r‖² + Σⱼ [ωⱼ(wⱼ) + ωⱼ*(vⱼ) − wⱼvⱼ],    ‖r‖² = yᵀy − wᵀ(c + (c − Gw))
/// </code>
/// Source: the covariance updates of J. Friedman, T. Hastie, R. Tibshirani, J. Stat. Softw. 33 (2010), section 2.2.
/// </remarks>
internal sealed class GramPathSolver : IPathSolver
{
    private const double FirstAccuracy = 1e-3;
    private const double LeastAccuracy = 1e-16;
    private const double ModelShare = 0.3;
    private const double ZeroGradient = 1e-13;

    private readonly LeastSquaresMoments moments;
    private readonly SeparablePenalty<PathPenalty> scaled;
    private readonly bool fitIntercept;
    private readonly double l1Ratio;
    private readonly DenseGram gram;
    private readonly double[] labelProducts;        // c
    private readonly double labelSquare;            // yᵀy
    private readonly QuadraticDescent descent = new(intercept: -1, reference: 1);
    private readonly double[] weights;
    private readonly double[] gradients;            // Gw − c
    private readonly int[] working;
    private readonly double[] values;
    private double accuracy = FirstAccuracy;

    /// <param name="moments">The examples.</param>
    /// <param name="penalty">Factors, scales and bounds; its λ is not used.</param>
    /// <param name="fitIntercept">Whether there is an intercept.</param>
    /// <param name="l1Ratio">α.</param>
    public GramPathSolver(LeastSquaresMoments moments, SeparablePenalty<PathPenalty> penalty, bool fitIntercept, double l1Ratio)
    {
        (this.moments, scaled, this.fitIntercept, this.l1Ratio) = (moments, penalty, fitIntercept, l1Ratio);
        gram = moments.Gram(fitIntercept);
        labelProducts = moments.LabelProducts(fitIntercept);
        labelSquare = moments.LabelSquare(fitIntercept);
        int p = labelProducts.Length;
        (weights, gradients, working, values) = (new double[p], new double[p], new int[p], new double[p]);
        UpdateGradients();
        LambdaMax = LargestLambda();
    }

    /// <inheritdoc/>
    public double LambdaMax { get; }

    /// <inheritdoc/>
    public LinearModel Model => new(weights, [fitIntercept ? moments.InterceptOf(weights) : 0]);

    /// <inheritdoc/>
    public PathStep Solve(double lambda, StoppingRule rule, Action checkAlive)
    {
        SeparablePenalty<PathPenalty> penalty = scaled.With(new PathPenalty(lambda, l1Ratio));
        for (int epoch = 0; ;)
        {
            checkAlive();
            double target = accuracy * Math.Sqrt(Math.Max(0, ResidualSquare()));
            int count = FindWork(penalty, target);
            if (count > 0 && epoch < rule.MaximumEpochs)
            {
                Move(penalty, working.AsSpan(0, count), target);
                epoch++;
                continue;
            }

            UpdateGradients();
            Certificate certificate = Certify(penalty);
            bool converged = certificate.RelativeGap <= rule.Tolerance;
            if (converged || epoch >= rule.MaximumEpochs || accuracy <= LeastAccuracy) return new(certificate, penalty.Value(weights), epoch, converged);
            accuracy *= 0.1;
        }
    }

    /// <summary>Finds the features that are not 0 or violate their optimality condition; none where no condition is violated.</summary>
    private int FindWork(SeparablePenalty<PathPenalty> penalty, double tolerance)
    {
        int count = 0;
        bool any = false;
        for (int j = 0; j < weights.Length; j++)
        {
            double length = gram.Row(j)[j];
            if (!(length > 0) || penalty.IsFixed(j)) continue;
            bool violates = Math.Abs(penalty.Prox(j, weights[j] - gradients[j] / length, 1 / length) - weights[j]) * Math.Sqrt(length) > tolerance;
            any |= violates;
            if (violates || weights[j] != 0) working[count++] = j;
        }

        return any ? count : 0;
    }

    private void Move(SeparablePenalty<PathPenalty> penalty, ReadOnlySpan<int> features, double target)
    {
        Span<double> moving = values.AsSpan(0, features.Length);
        for (int k = 0; k < moving.Length; k++) moving[k] = weights[features[k]];
        descent.Minimize(penalty, gram, features, features, moving, gradients, ModelShare * target, share: 0);
        for (int k = 0; k < moving.Length; k++) weights[features[k]] = moving[k];
    }

    private Certificate Certify(SeparablePenalty<PathPenalty> penalty)
    {
        double factor = 1, residualSquare = ResidualSquare();
        for (int j = 0; j < weights.Length; j++) factor = Math.Min(factor, penalty.LargestFactor(j, -gradients[j]));
        double gap = 0.5 * (1 - factor) * (1 - factor) * residualSquare;
        for (int j = 0; j < weights.Length; j++) gap += penalty.Residual(j, weights[j], -factor * gradients[j]);
        return new(0.5 * residualSquare + penalty.Value(weights), 0.5 * labelSquare, gap);
    }

    /// <summary>‖r‖².</summary>
    private double ResidualSquare()
    {
        double square = labelSquare;
        for (int j = 0; j < weights.Length; j++) square -= weights[j] * (labelProducts[j] - gradients[j]);
        return square;
    }

    /// <summary>Computes the gradients anew, so that rounding does not pile up.</summary>
    private void UpdateGradients()
    {
        for (int j = 0; j < gradients.Length; j++) gradients[j] = -labelProducts[j];
        for (int j = 0; j < weights.Length; j++)
            if (weights[j] != 0) gram.AddRow(j, weights[j], gradients);
    }

    private double LargestLambda()
    {
        double largest = 0;
        for (int j = 0; j < weights.Length; j++)
        {
            double factor = scaled.Factors[j] * scaled.Scales[j], move = labelProducts[j];
            bool isRounding = Math.Abs(move) <= ZeroGradient * Math.Sqrt(labelSquare * gram.Row(j)[j]);
            if (factor > 0 && !isRounding && scaled.Clip(j, move) != 0) largest = Math.Max(largest, Math.Abs(move) / factor);
        }

        return largest / Math.Max(l1Ratio, PathPenalty.LeastRatio);
    }
}
