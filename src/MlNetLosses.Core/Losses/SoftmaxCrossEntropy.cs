using System.Numerics;

namespace MlNetLosses.Losses;

/// <summary>Softmax cross-entropy (multinomial logistic loss): e^z_k / Σⱼ e^z_j is the predicted probability of class k.</summary>
/// <remarks>
/// With p = u + e_y, and 0 log 0 = 0:
/// <code>
/// f(z, y)   log Σ_k e^z_k − z_y
/// ∇f(z, y)  softmax(z) − e_y
/// f*(u, y)  Σ_k p_k log p_k  if p is in the probability simplex,  +∞ otherwise
/// dual      e_y − p,  log p_k + q p_k = z_k + q (e_y − a)_k − ν,  that is p_k = ω(log q + …) / q; ν makes Σp = 1
/// </code>
/// ω is Wright's omega function. Convex, √2-Lipschitz, ½-smooth. With K = 2 it is <see cref="Logistic"/> of the difference of the scores.
/// Source: H.-F. Yu, F.-L. Huang, C.-J. Lin, "Dual Coordinate Descent Methods for Logistic Regression and Maximum Entropy Models",
/// Machine Learning 85 (2011), 41–75.
/// </remarks>
public readonly record struct SoftmaxCrossEntropy : IMulticlassDualLoss
{
    private const double Rounding = 1e-15;
    private const int MaximumSteps = 100;       // 2 to 10 are needed

    /// <inheritdoc/>
    public bool IsValid => true;

    /// <inheritdoc/>
    public double Value(ReadOnlySpan<double> predictions, int label)
    {
        int best = Largest(predictions);
        double others = 0;
        for (int k = 0; k < predictions.Length; k++)
            if (k != best) others += Math.Exp(predictions[k] - predictions[best]);
        return predictions[best] - predictions[label] + LogOnePlus(others);
    }

    /// <inheritdoc/>
    public void Derivative(ReadOnlySpan<double> predictions, int label, Span<double> derivative)
    {
        double largest = predictions[Largest(predictions)], sum = 0;
        for (int k = 0; k < predictions.Length; k++) sum += derivative[k] = Math.Exp(predictions[k] - largest);
        for (int k = 0; k < predictions.Length; k++) derivative[k] /= sum;
        Simplex.ToDual(derivative, label);
        for (int k = 0; k < predictions.Length; k++) derivative[k] = -derivative[k];
    }

    /// <inheritdoc/>
    public double Conjugate(ReadOnlySpan<double> slope, int label)
    {
        if (!Simplex.Contains(slope, label)) return double.PositiveInfinity;
        double sum = 0;
        for (int k = 0; k < slope.Length; k++)
        {
            double p = k == label ? 1 + slope[k] : slope[k];
            if (p > 0) sum += p * Math.Log(p);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void MaximizeDual(Span<double> dual, ReadOnlySpan<double> predictions, int label, double curvature)
    {
        // b_k = z_k + q (e_y − a)_k, shifted so that the largest score loses no digits, then again so that the largest b is 0.
        double shift = predictions[Largest(predictions)], surest = 0, guess = 0;
        for (int k = 0; k < dual.Length; k++)
        {
            double p = (k == label ? 1 : 0) - dual[k], score = predictions[k] - shift;
            if (p > surest) (surest, guess) = (p, score - Math.Log(p));       // ν, if p were already optimal
            dual[k] = score + curvature * p;
        }

        shift = dual[Largest(dual)];
        for (int k = 0; k < dual.Length; k++) dual[k] -= shift;

        double offset = Math.Log(curvature) - Multiplier(dual, curvature, guess - shift), sum = 0;
        for (int k = 0; k < dual.Length; k++) sum += dual[k] = WrightOmega.Value(dual[k] + offset);
        for (int k = 0; k < dual.Length; k++) dual[k] /= sum;
        Simplex.ToDual(dual, label);
    }

    /// <inheritdoc/>
    public override string ToString() => "SoftmaxCrossEntropy";

    /// <summary>The ν with s(ν) = 1, where s(ν) = Σ_k p_k, log p_k + q p_k = b_k − ν and max b = 0.</summary>
    /// <remarks>
    /// s falls and is convex, so Newton's iteration on s − 1 never passes the root from the left, and each step gives a lower
    /// bound of it; but where p_k ≈ e^(b_k − ν) it advances by 1 a step. On log s the iteration is exact there, but can pass the root.
    /// So the second proposes, and the first takes over where the proposal leaves the bracket.
    /// </remarks>
    private static double Multiplier(ReadOnlySpan<double> b, double curvature, double guess)
    {
        double logCurvature = Math.Log(curvature);
        double tolerance = Rounding * (b.Length + Math.Abs(logCurvature));      // of a sum of K exponentials of x + log q
        double low = -curvature, high = Math.Log(b.Length) - curvature / b.Length;      // the largest p lies between 1/K and 1
        double multiplier = Math.Min(Math.Max(low, guess), high);
        for (int step = 0; step < MaximumSteps; step++)
        {
            (double sum, double slope) = SumOfOmega(b, logCurvature - multiplier);      // q s and −q s′
            if (sum < curvature) high = multiplier;
            low = Math.Max(low, multiplier + (sum - curvature) / slope);
            multiplier += sum / slope * Math.Log(sum / curvature);
            if (Math.Abs(sum / curvature - 1) <= tolerance) break;
            if (!(multiplier >= low && multiplier <= high)) multiplier = low;
        }

        return multiplier;
    }

    /// <summary>Σ_k ω(b_k + offset), and its derivative by the offset.</summary>
    private static (double Sum, double Slope) SumOfOmega(ReadOnlySpan<double> b, double offset)
    {
        Vector<double> sums = default, slopes = default;
        int k = 0;
        for (; k <= b.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            Vector<double> omega = WrightOmega.Value(new Vector<double>(b[k..]) + new Vector<double>(offset));
            sums += omega;
            slopes += omega / (Vector<double>.One + omega);
        }

        double sum = Vector.Sum(sums), slope = Vector.Sum(slopes);
        for (; k < b.Length; k++)
        {
            double omega = WrightOmega.Value(b[k] + offset);
            sum += omega;
            slope += omega / (1 + omega);
        }

        return (sum, slope);
    }

    private static int Largest(ReadOnlySpan<double> values)
    {
        int best = 0;
        for (int k = 1; k < values.Length; k++)
            if (values[k] > values[best]) best = k;
        return best;
    }

    /// <summary>log(1 + t) for t ≥ 0, exact to rounding for small t too.</summary>
    private static double LogOnePlus(double t) => t < 1 ? 2 * Math.Atanh(t / (2 + t)) : Math.Log(1 + t);
}
