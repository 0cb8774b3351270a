using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetLosses.Paths;

/// <summary>How large gradients can be that were read some moves ago. Where that is too little to matter, a feature is not read again.</summary>
/// <remarks>
/// gⱼ = Σᵢ sᵢ xᵢⱼ f′(zᵢ), so from one model to another it changes, by Cauchy–Schwarz, by at most √(Σᵢ sᵢ xᵢⱼ²) √(Σᵢ sᵢ (Δf′(zᵢ))²). The second factor is
/// measured from the model at which feature j was read last: moves, added up, would be longer.
/// Sources: L. El Ghaoui, V. Viallon, T. Rabbani, "Safe Feature Elimination in Sparse Supervised Learning", Pac. J. Optim. 8 (2012), 667–698; E. Ndiaye,
/// O. Fercoq, A. Gramfort, J. Salmon, "Gap Safe Screening Rules for Sparsity Enforcing Penalties", J. Mach. Learn. Res. 18 (2017).
/// </remarks>
/// <param name="shares">s, n values.</param>
/// <param name="norms">√(Σ s x²), p values.</param>
/// <param name="threads">At most so many threads.</param>
/// <param name="models">The slopes of so many models are kept. With one, no gradient is bounded after a move.</param>
internal sealed class GradientBounds(double[] shares, double[] norms, int threads, int models = GradientBounds.MostModels)
{
    /// <summary>With more models than that, the one at which the fewest features were read last makes room, and they are read again.</summary>
    public const int MostModels = 16;

    private const int Never = -1;

    /// <summary>Gradients are known to this share of what they can be at most.</summary>
    private const double Rounding = 1e-13;

    private readonly double[] inverseRoots = Array.ConvertAll(shares, share => share > 0 ? 1 / Math.Sqrt(share) : 0);
    private readonly int[] readAt = [.. Enumerable.Repeat(Never, norms.Length)];    // the model at which a feature was read last
    private readonly double[] present = new double[shares.Length];                  // √s f′
    private readonly List<double[]> past = [];                                      // the same of each model that is kept
    private readonly double[] distances = new double[models];                       // between the two
    private int model = Never;                                                      // the present one, once a feature was read at it
    private readonly int[] readers = new int[models];                               // how many features were read last at each model

    /// <summary>The model moved.</summary>
    public void Move() => model = Never;

    /// <summary>Whether feature j was read at the present model.</summary>
    public bool IsRead(int feature) => model != Never && readAt[feature] == model;

    /// <summary>Features were read at the present model.</summary>
    /// <param name="features">Those features.</param>
    /// <param name="slopes">s ∘ f′(z), n values.</param>
    public void Read(ReadOnlySpan<int> features, double[] slopes)
    {
        if (features.IsEmpty) return;
        if (model == Never) Keep(slopes);
        foreach (int j in features)
        {
            if (readAt[j] != Never) readers[readAt[j]]--;
            readAt[j] = model;
        }

        readers[model] += features.Length;
    }

    /// <summary>Measures how far the present model is from those that are kept.</summary>
    /// <param name="slopes">s ∘ f′(z), n values.</param>
    /// <param name="slopeSize">√(Σ s f′²).</param>
    public void Measure(double[] slopes, double slopeSize)
    {
        Scale(slopes, present);
        if (threads == 1)
            for (int k = 0; k < past.Count; k++) distances[k] = Distance(present, past[k]) + Rounding * slopeSize;
        else
            Parallel.For(0, past.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, k => distances[k] = Distance(present, past[k]) + Rounding * slopeSize);
    }

    /// <summary>What |gⱼ| is at most at the model that was measured last.</summary>
    /// <param name="feature">j.</param>
    /// <param name="gradient">gⱼ as it was when it was read last.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Of(int feature, double gradient)
    {
        int at = readAt[feature];
        return at == Never ? double.PositiveInfinity : Math.Abs(gradient) + norms[feature] * distances[at];
    }

    private void Keep(double[] slopes)
    {
        if (past.Count < models)
        {
            model = past.Count;
            past.Add(new double[slopes.Length]);
        }
        else
        {
            model = Array.IndexOf(readers, readers.Min());
            readAt.AsSpan().Replace(model, Never);
            readers[model] = 0;
        }

        Scale(slopes, past[model]);
    }

    private void Scale(double[] slopes, double[] result)
    {
        for (int i = 0; i < result.Length; i++) result[i] = slopes[i] * inverseRoots[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Distance(double[] a, double[] b)
    {
        Vector<double> sum = default;
        int i = 0;
        for (; i <= a.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> difference = new Vector<double>(a, i) - new Vector<double>(b, i);
            sum += difference * difference;
        }

        double total = Vector.Sum(sum);
        for (; i < a.Length; i++) total += (a[i] - b[i]) * (a[i] - b[i]);
        return Math.Sqrt(total);
    }
}
