using System.Runtime.Intrinsics;

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
    private const int Lanes = 8;
    private const double Rounding = 1e-15;
    private const double LastChange = 2e-8;     // convergence is quadratic, and slopes change over distances of 1: what is left is its square
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

        Vector512<double> offset = Vector512.Create(Math.Log(curvature) - Multiplier(dual, curvature, guess - shift));
        double sum = 0;
        for (int k = 0; k < dual.Length; k += Lanes)
        {
            Vector512<double> omega = WrightOmega.Value(Load(dual, k) + offset);
            sum += Vector512.Sum(omega);
            Store(omega, dual, k);
        }

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
            double excess = Math.Log(sum / curvature), change = sum / slope * excess;
            multiplier += change;
            if (Math.Abs(change) <= LastChange || Math.Abs(excess) <= tolerance) break;
            if (!(multiplier >= low && multiplier <= high)) multiplier = low;
        }

        return multiplier;
    }

    /// <summary>Σ_k ω(b_k + offset), and its derivative by the offset.</summary>
    private static (double Sum, double Slope) SumOfOmega(ReadOnlySpan<double> b, double offset)
    {
        Vector512<double> sums = default, slopes = default;
        for (int k = 0; k < b.Length; k += Lanes)
        {
            Vector512<double> omega = WrightOmega.Value(Load(b, k) + Vector512.Create(offset));
            sums += omega;
            slopes += omega / (Vector512<double>.One + omega);
        }

        return (Vector512.Sum(sums), Vector512.Sum(slopes));
    }

    /// <summary>Eight values from <paramref name="start"/> on; −∞, whose exponential is 0, where there are none.</summary>
    private static Vector512<double> Load(ReadOnlySpan<double> values, int start)
    {
        if (start + Lanes <= values.Length) return Vector512.Create(values[start..]);
        Span<double> padded = [double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity,
            double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity];
        values[start..].CopyTo(padded);
        return Vector512.Create((ReadOnlySpan<double>)padded);
    }

    private static void Store(Vector512<double> vector, Span<double> values, int start)
    {
        if (start + Lanes <= values.Length)
        {
            vector.CopyTo(values[start..]);
            return;
        }

        Span<double> padded = stackalloc double[Lanes];
        vector.CopyTo(padded);
        padded[..(values.Length - start)].CopyTo(values[start..]);
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
