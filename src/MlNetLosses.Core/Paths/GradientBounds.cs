using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MlNetLosses.Data;

namespace MlNetLosses.Paths;

/// <summary>How large gradients can be that were read some moves ago. Where that is too little to matter, a feature is not read again.</summary>
/// <remarks>
/// gⱼ = Σᵢ sᵢ xᵢⱼ f′(zᵢ) is linear in the slopes. So by Cauchy–Schwarz it differs from what it was at another model by at most √(Σᵢ sᵢ xᵢⱼ²) √(Σᵢ sᵢ (Δf′(zᵢ))²),
/// measured from the model at which feature j was read last: moves, added up, would be longer. On the line through that model's slopes and those of the model at which j was
/// read before, gⱼ is known everywhere, and paths are nearly straight: the point of the line that is nearest to the present slopes is much nearer than either.
/// Sources: L. El Ghaoui, V. Viallon, T. Rabbani, "Safe Feature Elimination in Sparse Supervised Learning", Pac. J. Optim. 8 (2012), 667–698; E. Ndiaye,
/// O. Fercoq, A. Gramfort, J. Salmon, "Gap Safe Screening Rules for Sparsity Enforcing Penalties", J. Mach. Learn. Res. 18 (2017).
/// </remarks>
/// <param name="shares">s, n values.</param>
/// <param name="norms">√(Σ s x²), p values.</param>
/// <param name="threads">At most so many threads.</param>
/// <param name="models">The slopes of so many models are kept, at most 255. With one, no gradient is bounded after a move.</param>
internal sealed class GradientBounds(double[] shares, double[] norms, int threads, int models = GradientBounds.MostModels)
{
    /// <summary>With more models than that, the one at which the fewest features were read last makes room, and they are read again.</summary>
    public const int MostModels = 16;

    private const int None = -1;

    /// <summary>Gradients, and squares of distances, are known to this share of what they can be at most.</summary>
    private const double Rounding = 1e-13;

    /// <summary>Slopes are kept in single precision: they are off by this share of their size. So are those of each model that a bound is made of.</summary>
    private const double SlopeRounding = 1.0 / (1 << 24);

    /// <summary>A line through two models is not followed farther than so many times their distance: what is rounding there grows with it.</summary>
    private const double LongestStretch = 16;

    /// <summary>Two models nearer to each other than this share of the way to one before hardly give a direction: the one before stays.</summary>
    private const double TooNear = 0.1;

    private readonly double[] inverseRoots = Array.ConvertAll(shares, share => share > 0 ? 1 / Math.Sqrt(share) : 0);
    private readonly byte[] lastModels = AllNever(norms.Length, models);        // where each feature was read last, ‘models’ for never …
    private readonly byte[] earlierModels = AllNever(norms.Length, models);     // … and before that
    private readonly double[] lastGradients = new double[norms.Length];
    private readonly double[] earlierGradients = new double[norms.Length];
    private readonly float[] present = new float[shares.Length];                // √s f′
    private readonly List<float[]> past = [];                                  // the same of each model that is kept
    private readonly double[,] between = new double[models, models];            // the distances of those from the ones before them
    private readonly double[] distances = new double[models];                   // theirs from the present one
    private readonly Approach[] approaches = new Approach[(models + 1) * (models + 1)];
    private readonly int[] readers = new int[models];                           // how many features were read last at each model
    private int model = None;                                                   // the present one, once a feature was read at it
    private readonly RowBlocks blocks = new(shares.Length, threads);
    private readonly double[] sums = new double[RowBlocks.MostBlocks * (models + 1)];   // of each block: squares of the distances, and of the present one's size
    private bool isMeasured;
    private double rounding;

    /// <summary>The model moved.</summary>
    public void Move() => (model, isMeasured) = (None, false);

    /// <summary>Whether feature j was read at the present model.</summary>
    public bool IsRead(int feature) => lastModels[feature] == model;

    /// <summary>Features were read at the present model.</summary>
    /// <param name="features">Those features.</param>
    /// <param name="gradients">g, at least p values.</param>
    /// <param name="slopes">s ∘ f′(z), n values.</param>
    public void Read(ReadOnlySpan<int> features, double[] gradients, double[] slopes)
    {
        if (features.IsEmpty) return;
        if (model == None) Keep(slopes);
        foreach (int j in features)
        {
            int last = lastModels[j], earlier = earlierModels[j];
            if (last < models) readers[last]--;
            if (earlier == models || last == models || distances[last] > TooNear * between[last, earlier])
                (earlierModels[j], earlierGradients[j]) = (lastModels[j], lastGradients[j]);
            (lastModels[j], lastGradients[j]) = ((byte)model, gradients[j]);
        }

        readers[model] += features.Length;
    }

    /// <summary>Measures how far the present model is from those that are kept, and from the lines through them.</summary>
    /// <param name="slopes">s ∘ f′(z), n values.</param>
    public void Measure(double[] slopes)
    {
        MeasureDistances(slopes);
        for (int last = 0; last <= models; last++)
            for (int earlier = 0; earlier <= models; earlier++)
                approaches[(models + 1) * last + earlier] = last < past.Count ? NearestTo(last, earlier) : new(double.PositiveInfinity, 0, double.PositiveInfinity);
    }

    /// <summary>Whether |gⱼ| is at most so large at the model that was measured last, as far as is known.</summary>
    /// <param name="feature">j.</param>
    /// <param name="limit">The limit.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsWithin(int feature, double limit)
    {
        double norm = norms[feature], last = lastGradients[feature];
        ref readonly Approach approach = ref approaches[(models + 1) * lastModels[feature] + earlierModels[feature]];
        return Math.Abs(last) + norm * approach.ToLast <= limit
            || Math.Abs(last + approach.Stretch * (earlierGradients[feature] - last)) + norm * approach.ToLine <= limit;
    }

    /// <summary>How far the present model is from a kept one, and from the line through it and an earlier one: the sides of their triangle tell.</summary>
    private Approach NearestTo(int last, int earlier)
    {
        double toLast = distances[last] + 2 * rounding;
        if (earlier >= past.Count || between[last, earlier] == 0) return new(toLast, 0, toLast);
        double a = distances[last], b = distances[earlier], c = between[last, earlier];
        double squares = a * a + b * b + c * c, stretch = 0.5 * (1 + (a - b) * (a + b) / (c * c));
        if (!(Math.Abs(stretch) <= LongestStretch)) return new(toLast, 0, toLast);
        double error = Rounding * (1 + stretch * stretch) * squares, square = Math.Max(0, a * a - stretch * stretch * c * c);
        return new(toLast, stretch, Math.Sqrt(square + error) + (1 + Math.Abs(1 - stretch) + Math.Abs(stretch)) * rounding);
    }

    private void MeasureDistances(double[] slopes)
    {
        if (isMeasured) return;
        isMeasured = true;
        int count = past.Count;
        blocks.Run((block, start, end) =>
        {
            Span<float> some = present.AsSpan(start..end);
            Span<double> squares = sums.AsSpan((models + 1) * block, models + 1);
            for (int i = start; i < end; i++) present[i] = (float)(slopes[i] * inverseRoots[i]);
            for (int k = 0; k < count; k++) squares[k] = SquaredDistance(some, past[k].AsSpan(start..end));
            double square = 0;
            foreach (float root in some) square += (double)root * root;
            squares[models] = square;
        });
        for (int k = 0; k < count; k++) distances[k] = Math.Sqrt(Total(k));
        rounding = Math.Max(rounding, SlopeRounding * Math.Sqrt(Total(models)) + float.Epsilon * Math.Sqrt(present.Length));
    }

    /// <summary>The sum of one of the sums of all blocks.</summary>
    private double Total(int which)
    {
        double total = 0;
        for (int block = 0; block < blocks.Count; block++) total += sums[(models + 1) * block + which];
        return total;
    }

    private void Keep(double[] slopes)
    {
        MeasureDistances(slopes);
        if (past.Count < models)
        {
            model = past.Count;
            past.Add(new float[slopes.Length]);
        }
        else
        {
            model = Array.IndexOf(readers, readers.Min());
            lastModels.AsSpan().Replace((byte)model, (byte)models);
            earlierModels.AsSpan().Replace((byte)model, (byte)models);
            readers[model] = 0;
        }

        present.CopyTo(past[model], 0);
        distances[model] = 0;
        for (int k = 0; k < past.Count; k++) between[model, k] = distances[k];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        StoredEntries left = new(a), right = new(b[..a.Length]);
        Vector512<double> sum = default;
        int i = 0;
        for (; i <= a.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> difference = left.Eight(i) - right.Eight(i);
            sum += difference * difference;
        }

        double total = Vector512.Sum(sum);
        for (; i < a.Length; i++) total += (left.One(i) - right.One(i)) * (left.One(i) - right.One(i));
        return total;
    }

    private static byte[] AllNever(int count, int never)
    {
        byte[] all = new byte[count];
        all.AsSpan().Fill((byte)never);
        return all;
    }

    /// <summary>From the present model: the distance to a kept one, how far on from there towards an earlier one the line through both is nearest, and the distance to that point.</summary>
    private readonly record struct Approach(double ToLast, double Stretch, double ToLine);
}
