using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Losses;
using static System.FormattableString;

namespace MlNetLosses.Contrastive.Monitors;

/// <summary>Linear probe: how well a linear classifier reads the class off frozen features.</summary>
/// <remarks>
/// One ridge regression per class, all by one factorisation: with X the training features, centred and of unit variance, and T the
/// class indicators (0 or 1), centred,
/// <code>
/// min over W of (1/m) ‖X W − T‖² + ridge ‖W‖²,   (XᵀX/m + ridge I) W = XᵀT/m
/// </code>
/// The class of the highest score is predicted, of equal ones the lowest. Deterministic, and quick enough to watch during training;
/// a final figure deserves a classifier whose penalty was chosen by cross-validation.
/// Source: T. Hastie, R. Tibshirani, J. Friedman, "The Elements of Statistical Learning", 2nd ed., Springer 2009, section 4.2.
/// </remarks>
public static class LinearProbe
{
    /// <summary>A penalty that hardly shrinks, but keeps features that copy each other harmless.</summary>
    public const double DefaultRidge = 1e-3;

    /// <summary>Accuracy on the validation rows of a probe fitted to the training rows. Time grows as m d min(m, d).</summary>
    /// <param name="training"><c>m × d</c>, finite.</param>
    /// <param name="trainingLabels">The class of each row, or −1: such a row is left out. At least one is known.</param>
    /// <param name="validation"><c>v × d</c>, finite.</param>
    /// <param name="validationLabels">The class of each row, or −1: such a row is left out. At least one is known.</param>
    /// <param name="dimension">d, at least 1.</param>
    /// <param name="ridge">The penalty, 1e-9 or more; default 1e-3.</param>
    /// <returns>The share of validation rows whose class is predicted, 0 to 1.</returns>
    /// <exception cref="ArgumentException">A length does not fit, a value is not finite, or no label is known.</exception>
    public static double Accuracy(ReadOnlySpan<float> training, ReadOnlySpan<int> trainingLabels, ReadOnlySpan<float> validation,
        ReadOnlySpan<int> validationLabels, int dimension, double ridge = DefaultRidge)
    {
        RowCheck.Labels(trainingLabels, RowCheck.Rows(training, dimension, atLeast: 1));
        RowCheck.Labels(validationLabels, RowCheck.Rows(validation, dimension, atLeast: 1));
        RowCheck.KnownLabels(trainingLabels, atLeast: 1);
        RowCheck.KnownLabels(validationLabels, atLeast: 1);
        if (!(ridge >= 1e-9 && double.IsFinite(ridge)))
            throw new ArgumentOutOfRangeException(nameof(ridge), ridge, Invariant($"ridge must be at least 1e-9 and finite, got {ridge}. {DefaultRidge} is usual."));

        Standardization scale = new(training, trainingLabels, dimension);
        int[] classes = [.. new SortedSet<int>(trainingLabels.ToArray().Where(label => label >= 0))];
        double[] weights = Fit(training, trainingLabels, scale, classes, ridge, out double[] shares);
        double[] row = new double[dimension];
        int known = 0, right = 0;
        for (int i = 0; i < validationLabels.Length; i++)
        {
            if (validationLabels[i] < 0) continue;
            scale.Apply(validation.Slice(i * dimension, dimension), row);
            int best = 0;
            double bestScore = double.NegativeInfinity;
            for (int k = 0; k < classes.Length; k++)
            {
                double score = shares[k] + TensorPrimitives.Dot<double>(row, weights.AsSpan(k * dimension, dimension));
                if (score > bestScore) (best, bestScore) = (classes[k], score);
            }

            known++;
            if (best == validationLabels[i]) right++;
        }

        return (double)right / known;
    }

    /// <summary>W, a row of d weights for each class, and each class's share of the rows.</summary>
    private static double[] Fit(ReadOnlySpan<float> features, ReadOnlySpan<int> labels, Standardization scale, int[] classes, double ridge, out double[] shares)
    {
        int d = scale.Dimension, m = labels.Length - labels.Count(-1), row = 0;
        double[] x = new double[m * d];
        int[] classOf = new int[m];
        shares = new double[classes.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0) continue;
            scale.Apply(features.Slice(i * d, d), x.AsSpan(row * d, d));
            classOf[row] = Array.BinarySearch(classes, labels[i]);
            shares[classOf[row++]] += 1.0 / m;
        }

        return m < d ? FitByRows(x, m, d, classOf, classes.Length, ridge) : FitByFeatures(x, m, d, classOf, classes.Length, ridge);
    }

    /// <summary>(XᵀX/m + ridge I) W = XᵀT/m. T's mean needs no mention, as X is centred.</summary>
    private static double[] FitByFeatures(double[] x, int m, int d, int[] classOf, int classes, double ridge)
    {
        double[] gram = new double[d * d], weights = new double[classes * d];
        for (int i = 0; i < m; i++)
        {
            ReadOnlySpan<double> row = x.AsSpan(i * d, d);
            Span<double> target = weights.AsSpan(classOf[i] * d, d);
            TensorPrimitives.Add(target, row, target);
            for (int c = 0; c < d; c++)
            {
                Span<double> line = gram.AsSpan(c * d, c + 1);
                TensorPrimitives.MultiplyAdd(row[..(c + 1)], row[c], line, line);
            }
        }

        TensorPrimitives.Divide(gram, m, gram);
        TensorPrimitives.Divide(weights, m, weights);
        for (int c = 0; c < d; c++) gram[c * d + c] += ridge;
        Cholesky.Factorize(gram, d);
        for (int k = 0; k < classes; k++) Cholesky.Solve(gram, d, weights.AsSpan(k * d, d));
        return weights;
    }

    /// <summary>The same W as Xᵀ A with (X Xᵀ + m ridge I) A = T: the smaller system where features outnumber rows.</summary>
    private static double[] FitByRows(double[] x, int m, int d, int[] classOf, int classes, double ridge)
    {
        double[] kernel = new double[m * m], weights = new double[classes * d], coefficients = new double[m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j <= i; j++) kernel[i * m + j] = TensorPrimitives.Dot<double>(x.AsSpan(i * d, d), x.AsSpan(j * d, d));
            kernel[i * m + i] += m * ridge;
        }

        Cholesky.Factorize(kernel, m);
        for (int k = 0; k < classes; k++)
        {
            for (int i = 0; i < m; i++) coefficients[i] = classOf[i] == k ? 1 : 0;
            Cholesky.Solve(kernel, m, coefficients);
            Span<double> target = weights.AsSpan(k * d, d);
            for (int i = 0; i < m; i++) TensorPrimitives.MultiplyAdd(x.AsSpan(i * d, d), coefficients[i], target, target);
        }

        return weights;
    }
}
