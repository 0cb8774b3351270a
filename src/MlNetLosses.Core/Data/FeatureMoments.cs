using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>Weighted mean and standard deviation (divided by Σs) of every feature.</summary>
public sealed class FeatureMoments
{
    /// <summary>A variance below this share of the squared mean is rounding: the feature is constant.</summary>
    private const double ConstantFeature = 1e-24;

    private const long EntriesPerSum = 16;

    /// <summary>The mean of so many rows is near enough to that of all for one pass over dense data.</summary>
    private const int RowsForGuess = 64;

    private FeatureMoments(double[] means, double[] deviations) => (Means, Deviations) = (means, deviations);

    /// <summary>p means.</summary>
    public double[] Means { get; }

    /// <summary>p standard deviations; exactly 0 for a constant feature.</summary>
    public double[] Deviations { get; }

    /// <summary>The moments of a matrix.</summary>
    /// <param name="features">X, <c>n × p</c>, finite.</param>
    /// <param name="shares">sᵢ/Σs, n values ≥ 0 that sum to 1.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <exception cref="ArgumentException">There is not one share per row.</exception>
    public static FeatureMoments Of(FeatureMatrix features, ReadOnlySpan<double> shares, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (shares.Length != features.RowCount)
            throw new ArgumentException($"There must be one share per row, got {shares.Length} shares for {features.RowCount} rows.", nameof(shares));
        return OfAll(features, [.. shares], threads ?? Environment.ProcessorCount);
    }

    /// <summary>The moments of a matrix, with shares that need not be copied for the threads.</summary>
    internal static FeatureMoments OfAll(FeatureMatrix features, double[] shares, int threads)
    {
        RowBlocks blocks = new(features.RowCount, threads, MostBlocks(features));
        return features.IsSparse ? OfSparse(features, shares, blocks) : OfDense(features, shares, blocks);
    }

    /// <summary>Whether all of them are finite: those of dense features are where all features are, those of examples without weight, too.</summary>
    internal bool AreFinite => Array.TrueForAll(Deviations, double.IsFinite);

    /// <summary>Moments about a guess of the means. Where a guess was far off, digits cancel, and a second pass begins at better ones.</summary>
    private static FeatureMoments OfDense(FeatureMatrix features, double[] shares, RowBlocks blocks)
    {
        int p = features.ColumnCount;
        double[] means = GuessMeans(features, shares), variances = new double[p];
        bool isNear = false;
        for (int pass = 0; pass < 2 && !isNear; pass++)
        {
            double[] sums = SumOf(blocks, 2 * p, (start, end, part) =>
                DensePasses.AddMomentsTo(features, start, end, shares, means, part.AsSpan(0, p), part.AsSpan(p, p)));
            isNear = true;
            for (int j = 0; j < p; j++)
            {
                (double distance, double square) = (sums[j], sums[p + j]);
                isNear &= distance * distance <= 0.5 * square;
                means[j] += distance;
                variances[j] = square - distance * distance;
            }
        }

        return new(means, Roots(means, variances));
    }

    /// <summary>The mean of some rows, evenly spread over those that count.</summary>
    private static double[] GuessMeans(FeatureMatrix features, double[] shares)
    {
        double[] means = new double[features.ColumnCount];
        int count = shares.Length - shares.AsSpan().Count(0.0), wanted = Math.Min(RowsForGuess, count);
        for (int i = 0, counted = 0, taken = 0; taken < wanted; i++)
        {
            if (shares[i] == 0 || counted++ < (long)taken * count / wanted) continue;
            features[i].AddTo(means, 1.0 / wanted);
            taken++;
        }

        return means;
    }

    private static FeatureMoments OfSparse(FeatureMatrix features, double[] shares, RowBlocks blocks)
    {
        int p = features.ColumnCount;
        double[] means = SumOf(blocks, p, (start, end, sums) =>
        {
            for (int i = start; i < end; i++) features[i].AddTo(sums, shares[i]);
        });

        // Two passes: one would cancel for features far from zero. The second also finds what rounding left in the means.
        // Entries that are not stored are at distance m from the mean.
        double[] second = SumOf(blocks, 4 * p, (start, end, sums) => AddSparse(features, start, end, shares, means, sums));
        int count = shares.Length - shares.AsSpan().Count(0.0);
        double[] variances = new double[p];
        for (int j = 0; j < p; j++)
        {
            double missing = second[4 * j + 3] == count ? 0 : Math.Max(0, 1 - second[4 * j + 2]);
            (means[j], variances[j]) = Moments(means[j], second[4 * j], second[4 * j + 1], missing);
        }

        return new(means, Roots(means, variances));
    }

    /// <summary>The moments of columns, one column after the other.</summary>
    /// <param name="features">X, <c>n × p</c>, finite.</param>
    /// <param name="shares">sᵢ/Σs, n values ≥ 0 that sum to 1.</param>
    /// <param name="threads">At most so many threads.</param>
    internal static FeatureMoments Of(FeatureColumns features, double[] shares, int threads)
    {
        double[] means = new double[features.Count], variances = new double[features.Count];
        int count = shares.Length - shares.AsSpan().Count(0.0);
        Parallel.ForEach(Partitioner.Create(0, Math.Max(1, features.Count)), new ParallelOptions { MaxDegreeOfParallelism = threads }, range =>
        {
            for (int j = range.Item1; j < Math.Min(range.Item2, features.Count); j++) (means[j], variances[j]) = OfColumn(features[j], shares, count);
        });
        return new(means, Roots(means, variances));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Mean, double Variance) OfColumn(Row column, double[] shares, int count)
    {
        double mean = column.Dot(shares);
        StoredEntries x = new(column.Values);
        Vector256<double> distances = default, squares = default, stored = default, about = Vector256.Create(mean);
        Vector256<long> uncounted = default;
        int k = 0;
        for (; k <= x.Count - Vector256<double>.Count; k += Vector256<double>.Count)
        {
            Vector256<double> share = column.IsSparse ? SparseKernels.Gather(shares, column.Columns, k) : Vector256.Create(shares, k);
            Vector256<double> distance = x.Four(k) - about, scaled = share * distance;
            distances += scaled;
            squares = Vector256.FusedMultiplyAdd(scaled, distance, squares);
            stored += share;
            uncounted -= Vector256.Equals(share, Vector256<double>.Zero).AsInt64();
        }

        (double distanceSum, double squareSum, double storedSum) = (Vector256.Sum(distances), Vector256.Sum(squares), Vector256.Sum(stored));
        long storedCount = x.Count - Vector256.Sum(uncounted);
        for (; k < x.Count; k++)
        {
            double share = shares[column.IsSparse ? column.Columns[k] : k], distance = x.One(k) - mean;
            distanceSum += share * distance;
            squareSum += share * distance * distance;
            storedSum += share;
            if (share == 0) storedCount--;
        }

        return Moments(mean, distanceSum, squareSum, storedCount == count ? 0 : Math.Max(0, 1 - storedSum));
    }

    /// <summary>Mean and variance of a feature from its distances to about the mean; what is not stored is 0.</summary>
    /// <param name="mean">m, but for rounding.</param>
    /// <param name="distance">Σ s (x − m) of what is stored.</param>
    /// <param name="square">Σ s (x − m)² of what is stored.</param>
    /// <param name="missing">Σ s of what is not.</param>
    private static (double Mean, double Variance) Moments(double mean, double distance, double square, double missing)
    {
        double error = distance - missing * mean;
        return (mean + error, square + missing * mean * mean - error * error);
    }

    private static double[] Roots(double[] means, double[] variances) =>
        [.. means.Zip(variances, (mean, variance) => variance <= ConstantFeature * mean * mean ? 0 : Math.Sqrt(variance))];

    /// <summary>Every block has sums of its own, which should be few beside the entries that are added to them.</summary>
    private static int MostBlocks(FeatureMatrix features) =>
        (int)Math.Clamp(features.EntryCount / Math.Max(1, EntriesPerSum * features.ColumnCount), 1, RowBlocks.MostBlocks);

    /// <summary>Adds, four numbers a feature side by side, Σ s (x − m), Σ s (x − m)², Σ s and the number of entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSparse(FeatureMatrix features, int start, int end, double[] shares, double[] means, double[] sums)
    {
        for (int i = start; i < end; i++)
        {
            if (shares[i] == 0) continue;
            Row x = features[i];
            for (int k = 0; k < x.Columns.Length; k++)
            {
                int j = x.Columns[k];
                double distance = x.Values[k].Widen() - means[j], scaled = shares[i] * distance;
                Span<double> own = sums.AsSpan(4 * j, 4);
                own[3]++;
                own[2] += shares[i];
                own[1] += scaled * distance;
                own[0] += scaled;
            }
        }
    }

    private static double[] SumOf(RowBlocks blocks, int length, Action<int, int, double[]> add)
    {
        double[][] parts = new double[blocks.Count][];
        blocks.Run((block, start, end) => add(start, end, parts[block] = new double[length]));
        for (int block = 1; block < parts.Length; block++)
            for (int j = 0; j < length; j++)
                parts[0][j] += parts[block][j];
        return parts[0];
    }
}
