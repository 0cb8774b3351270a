using System.Numerics;
using CsCheck;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Penalties;

/// <summary>What every penalty promises. A penalty's own fixture only says how to draw one, and adds hand-computed values.</summary>
public abstract class PenaltyContract<TPenalty> : ValueContract<TPenalty>
    where TPenalty : struct, IPenalty
{
    private static readonly Gen<double> Number = Gen.OneOf(Gen.Double[-10, 10], Gen.Int[-3, 3].Select(k => (double)k));

    private static readonly Gen<double> StepSize = Gen.OneOf(Gen.Const(0.0), Gen.Double[-4, 4].Select(e => Math.Pow(10, e)));

    protected static Gen<double> Strength => Gen.Double[-4, 2].Select(e => Math.Pow(10, e));

    protected override bool IsValid(TPenalty value) => value.IsValid;

    [Test]
    public void Value_is_even_convex_and_zero_at_zero() => Gen.Select(Values, Number, Number).Sample((g, a, b) =>
        g.Value(0) == 0 && g.Value(a) == g.Value(-a) && g.Value((a + b) / 2) <= (g.Value(a) + g.Value(b)) / 2 * (1 + 1e-14));

    [Test]
    public void Prox_beats_every_other_point() => Gen.Select(Values, Number, StepSize, Number, Gen.Double[-8, 0]).Sample((g, x, t, other, exponent) =>
    {
        double Objective(double u) => 0.5 * (u - x) * (u - x) + t * g.Value(u);
        double best = g.Prox(x, t), least = Objective(best) * (1 - 1e-13), shift = Math.Pow(10, exponent);
        return least <= Objective(other) && least <= Objective(best + shift) && least <= Objective(best - shift) && least <= Objective(0);
    });

    [Test]
    public void Moreau_identity_holds() => Gen.Select(Values, Number, StepSize).Sample((g, x, t) =>
    {
        // x = prox of tω at x + t (prox of ω*/t at x/t), and the second is the v at which ω and ω* meet.
        double w = g.Prox(x, t), v = t == 0 ? 0 : (x - w) / t, scale = 1 + Math.Abs(w * v);
        return t == 0 ? w == x : IsTight(g, w, InDomain(g, v), 1e-11 * scale + 1e-14 * Math.Abs(x / t) * Math.Abs(w));
    });

    [Test]
    public void Fenchel_Young_inequality_holds() => Gen.Select(Values, Number, Number).Sample((g, w, v) =>
        g.Value(w) + g.Conjugate(v) - w * v >= -1e-13 * (1 + Math.Abs(w * v)));

    [Test]
    public void Fenchel_Young_is_tight_at_the_link() => Gen.Select(Values, Number).Sample((g, v) =>
    {
        double inside = InDomain(g, v);
        return IsTight(g, g.Link(inside), inside, 1e-13 * (1 + Math.Abs(g.Link(inside) * inside)));
    });

    [Test]
    public void Conjugate_and_link_are_infinite_exactly_outside_the_dual_radius() => Gen.Select(Values, Number, Gen.Double[-12, 6]).Sample((g, v, exponent) =>
    {
        double edge = g.DualRadius;
        if (double.IsPositiveInfinity(edge)) return double.IsFinite(g.Conjugate(1e6 * v)) && double.IsFinite(g.Link(1e6 * v));
        double outside = Math.BitIncrement(edge) + edge * Math.Pow(10, exponent);
        return g.Conjugate(edge) == 0 && g.Conjugate(-edge) == 0 && g.Link(edge) == 0 && g.Link(-edge) == 0
            && double.IsPositiveInfinity(g.Conjugate(outside)) && double.IsPositiveInfinity(g.Conjugate(-outside))
            && double.IsPositiveInfinity(g.Link(outside)) && double.IsNegativeInfinity(g.Link(-outside));
    });

    [Test]
    public void Strong_convexity_is_the_largest() => Gen.Select(Values, Number, Number).Sample((g, a, b) =>
    {
        if (g is not IStronglyConvexPenalty strong) return double.IsFinite(g.DualRadius);
        double gain = (g.Value(a) + g.Value(b)) / 2 - g.Value((a + b) / 2), expected = strong.StrongConvexity * (a - b) * (a - b) / 8;
        bool sameSide = a * b > 0;      // no kink between them: an equality
        double rounding = 1e-13 * (g.Value(a) + g.Value(b));
        return strong.StrongConvexity > 0 && gain >= expected - rounding && (!sameSide || gain <= expected + rounding);
    });

    [Test]
    public void A_link_is_a_multiple_exactly_where_it_says_so() => Gen.Select(Values, Gen.Double[-1e3, 1e3].Array[20]).Sample((g, duals) =>
    {
        // A penalty with a kink at 0 is none: its link stays 0 for a while.
        if (g is not IStronglyConvexPenalty strong) return true;
        bool isMultiple = duals.Append(1e-9).All(v => Math.Abs(g.Link(v) - v / strong.StrongConvexity) <= 1e-14 * Math.Abs(v) / strong.StrongConvexity);
        return isMultiple == strong.HasLinearLink;
    });

    [Test]
    public void Vector_link_equals_scalar_link_bit_for_bit() => Gen.Select(Values, Number.Array[Vector<double>.Count]).Sample((g, v) =>
    {
        if (g is not IStronglyConvexPenalty strong) return true;
        return AreSameBits(strong.Link(new Vector<double>(v)), k => strong.Link(v[k]));
    });

    [Test]
    public void Vector_prox_equals_scalar_prox_bit_for_bit() =>
        Gen.Select(Values, Number.Array[Vector<double>.Count], StepSize.Array[Vector<double>.Count]).Sample((g, x, t) =>
            AreSameBits(g.Prox(new Vector<double>(x), new Vector<double>(t)), k => g.Prox(x[k], t[k])));

    [Test]
    public void Extreme_points_give_no_NaN() => Gen.Select(Values, StepSize).Sample((g, t) =>
        new[] { -1e300, -1e-300, -0.0, 0, 1e-300, 1e300 }.All(x =>
            !double.IsNaN(g.Value(x)) && !double.IsNaN(g.Prox(x, t)) && !double.IsNaN(g.Conjugate(x)) && !double.IsNaN(g.Link(x))));

    /// <summary>v itself, or the edge of the domain, where rounding left it.</summary>
    private static double InDomain(TPenalty g, double v) => Math.Clamp(v, -g.DualRadius, g.DualRadius);

    private static bool AreSameBits(Vector<double> vector, Func<int, double> scalar) =>
        Enumerable.Range(0, Vector<double>.Count).All(k => BitConverter.DoubleToInt64Bits(vector[k]) == BitConverter.DoubleToInt64Bits(scalar(k)));

    private static bool IsTight(TPenalty g, double w, double v, double tolerance) =>
        Math.Abs(g.Value(w) + g.Conjugate(v) - w * v) <= tolerance;
}
