using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlNetLosses.Penalties;

/// <summary>The proximal step on all weights at once, taken on standardised weights u = σw and seen on the raw scale.</summary>
/// <remarks>wⱼ ← clip(prox(σⱼ wⱼ, η φⱼ)/σⱼ, lⱼ, uⱼ); 0 where σⱼ = 0. Weights are kept feature by feature, <c>p × stride</c>.</remarks>
internal sealed class ProximalStep<TPenalty>
    where TPenalty : struct, IPenalty
{
    private readonly SeparablePenalty<TPenalty> separable;
    private readonly TPenalty penalty;
    private readonly double[] scales;
    private readonly double[] factors;
    private readonly double[] toWeight;
    private readonly double[]? lower;
    private readonly double[]? upper;
    private readonly bool isEachItsOwn;     // whether neighbouring weights have different penalties: there is one output
    private readonly int width;             // weights that are stepped in one go: those of a feature, or all

    /// <param name="separable">Ω.</param>
    /// <param name="penalty">ω.</param>
    /// <param name="stride">Outputs, padded to whole vectors where there are several.</param>
    public ProximalStep(SeparablePenalty<TPenalty> separable, TPenalty penalty, int stride)
    {
        (this.separable, this.penalty) = (separable, penalty);
        (scales, factors, toWeight, lower, upper) = ([.. separable.Scales], [.. separable.Factors], separable.ToWeight, separable.Lower, separable.Upper);
        bool isUniform = IsConstant(scales) && IsConstant(factors) && IsConstant(lower) && IsConstant(upper);
        isEachItsOwn = stride == 1 && !isUniform;
        width = isUniform || isEachItsOwn ? Math.Max(scales.Length * stride, 1) : stride;
    }

    /// <summary>Steps all weights, and adds <paramref name="count"/> times the new ones to <paramref name="sums"/>.</summary>
    /// <param name="stepSize">η.</param>
    /// <param name="count">How many iterates the new weights stand for.</param>
    /// <param name="weights">W, <c>p × stride</c>.</param>
    /// <param name="sums">As many, or empty where nobody wants them.</param>
    /// <returns>‖change of u‖² and ‖u‖² after it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (double Change, double Norm) Apply(double stepSize, double count, Span<double> weights, Span<double> sums)
    {
        Vector<double> changes = default, squares = default;
        int at = 0;
        for (int end = width, feature = 0; end <= weights.Length; end += width, feature++)
        {
            for (; at <= end - Vector<double>.Count; at += Vector<double>.Count)
            {
                Vector<double> scale = Of(scales, feature, at), point = scale * Vector.LoadUnsafe(ref weights[at]);
                Vector<double> result = penalty.Prox(point, stepSize * Of(factors, feature, at)) * Of(toWeight, feature, at);
                if (lower is not null) result = Vector.Max(result, Of(lower, feature, at));
                if (upper is not null) result = Vector.Min(result, Of(upper, feature, at));
                result.StoreUnsafe(ref weights[at]);
                if (!sums.IsEmpty) (Vector.LoadUnsafe(ref sums[at]) + count * result).StoreUnsafe(ref sums[at]);
                result *= scale;
                changes += (result - point) * (result - point);
                squares += result * result;
            }
        }

        double change = Vector.Sum(changes), square = Vector.Sum(squares);
        for (; at < weights.Length; at++)       // of one output: several are whole vectors
        {
            double point = scales[at] * weights[at];
            weights[at] = separable.Clip(at, penalty.Prox(point, stepSize * factors[at]) * toWeight[at]);
            if (!sums.IsEmpty) sums[at] += count * weights[at];
            double result = scales[at] * weights[at];
            change += (result - point) * (result - point);
            square += result * result;
        }

        return (change, square);
    }

    /// <summary>What belongs to the weights from <paramref name="at"/> on: to each its own, or to all that of one feature.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<double> Of(double[] values, int feature, int at) => isEachItsOwn ? Vector.LoadUnsafe(ref values[at]) : new(values[feature]);

    private static bool IsConstant(double[]? values) => values is null or [] || !values.AsSpan().ContainsAnyExcept(values[0]);
}
