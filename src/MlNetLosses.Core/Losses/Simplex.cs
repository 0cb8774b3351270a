namespace MlNetLosses.Losses;

/// <summary>The dual domain of multiclass losses: a = e_y − p, with p in the probability simplex (p ≥ 0, Σp = 1).</summary>
internal static class Simplex
{
    /// <summary>How far Σu may be from 0: sums of thousands of rounded terms stay well below, a wrong point does not.</summary>
    private const double SumTolerance = 1e-9;

    /// <summary>Whether u = p − e_y for some p in the simplex.</summary>
    public static bool Contains(ReadOnlySpan<double> slope, int label)
    {
        double sum = 0;
        for (int k = 0; k < slope.Length; k++)
        {
            if (!(slope[k] >= (k == label ? -1 : 0))) return false;
            sum += slope[k];
        }

        return Math.Abs(sum) <= SumTolerance;
    }

    /// <summary>Turns p ≥ 0 with Σp = 1 up to rounding into a = e_y − p, in place, so that a is feasible and Σa = 0 up to rounding.</summary>
    /// <remarks>a_y = 1 − p_y is computed as the sum of the other p: near a sure prediction it keeps its digits.</remarks>
    public static void ToDual(Span<double> probabilities, int label)
    {
        double others = 0;
        for (int k = 0; k < probabilities.Length; k++)
        {
            if (k == label) continue;
            others += probabilities[k];
            probabilities[k] = -probabilities[k];
        }

        probabilities[label] = Math.Min(1, others);
    }
}
