using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

/// <summary>What every loss promises. A loss's own fixture only says how to draw one, and adds hand-computed values.</summary>
public abstract class LossContract<TLoss> : ValueContract<TLoss>
    where TLoss : struct, IDualLoss
{
    private const double Rounding = 2.3e-16;
    private const double FarAway = 1e9;

    private static readonly Gen<double> Whole = Gen.Int[-4, 4].Select(k => (double)k);

    // Whole numbers hit the kinks, and their neighbours test both sides.
    private static readonly Gen<double> Prediction = Gen.OneOf(
        Gen.Double[-20, 20], Whole, Gen.Select(Whole, PowerOfTen(-9, -1), Gen.Bool).Select((k, step, above) => above ? k + step : k - step));

    private static readonly Gen<double> Label = TLoss.Labels switch
    {
        LabelDomain.PlusMinusOne => Gen.Bool.Select(positive => positive ? 1.0 : -1.0),
        LabelDomain.NonNegative => Prediction.Select(Math.Abs),
        _ => Prediction,
    };

    private static Gen<double> PowerOfTen(int from, int to) => Gen.Double[from, to].Select(e => Math.Pow(10, e));

    /// <summary>A feasible dual variable: between two that are −f′ somewhere.</summary>
    private static readonly Gen<(double First, double Second, double Share)> Feasible = Gen.Select(Prediction, Prediction, Gen.Double.Unit);

    private static double Dual(TLoss f, (double First, double Second, double Share) at, double y) =>
        -(at.Share * f.Derivative(at.First, y) + (1 - at.Share) * f.Derivative(at.Second, y));

    protected override bool IsValid(TLoss value) => value.IsValid;

    [Test]
    public void Value_is_convex() => Gen.Select(Values, Prediction, Prediction, Label).Sample((f, a, b, y) =>
    {
        double chord = (f.Value(a, y) + f.Value(b, y)) / 2;
        return f.Value((a + b) / 2, y) <= chord + 1e-12 * (1 + chord);
    });

    [Test]
    public void Derivative_is_a_subgradient() => Gen.Select(Values, Prediction, Prediction, Label).Sample((f, z, other, y) =>
    {
        double value = f.Value(z, y), rise = f.Derivative(z, y) * (other - z);
        return f.Value(other, y) >= value + rise - 1e-12 * (1 + value + Math.Abs(rise));
    });

    [Test]
    public void Derivative_lies_between_the_differences_to_either_side() => Gen.Select(Values, Prediction, Label).Sample((f, z, y) =>
    {
        const double h = 1e-5;
        double value = f.Value(z, y), left = (value - f.Value(z - h, y)) / h, right = (f.Value(z + h, y) - value) / h;
        double rounding = 1e-10 * (1 + value + Math.Abs(z));
        return f.Derivative(z, y) >= left - rounding && f.Derivative(z, y) <= right + rounding;
    });

    [Test]
    public void Lipschitz_is_the_largest_slope() => Gen.Select(Values, Prediction, Label).Sample((f, z, y) =>
    {
        // Derivatives of convex functions grow outwards, so the largest slope is met far away, on one side or the other.
        double largest = Math.Max(Math.Abs(f.Derivative(FarAway, y)), Math.Abs(f.Derivative(-FarAway, y)));
        return Math.Abs(f.Derivative(z, y)) <= f.Lipschitz * (1 + 1e-12) && largest >= Math.Min(f.Lipschitz, FarAway / 2) * (1 - 1e-12);
    });

    [Test]
    public void Smoothness_is_the_largest_change_of_slope() => Gen.Select(Values, Label).Sample(
        (f, y) =>
        {
            if (f is not ISmoothLoss smooth) return true;
            const double h = 1e-3;
            double largest = 0, origin = TLoss.Labels == LabelDomain.Real ? y : 0;
            for (double z = origin - 5; z < origin + 5; z += h)
                largest = Math.Max(largest, (f.Derivative(z + h, y) - f.Derivative(z, y)) / h);
            return largest <= smooth.Smoothness * (1 + 1e-9) && largest >= smooth.Smoothness * (1 - 1e-3);
        },
        iter: 20);

    [Test]
    public void Second_derivative_is_the_slope_of_the_derivative_to_one_side() => Gen.Select(Values, Prediction, Label).Sample((f, z, y) =>
    {
        if (f is not ICurvedLoss curved) return true;
        const double h = 1e-6;
        double value = curved.SecondDerivative(z, y), at = f.Derivative(z, y);
        double left = (at - f.Derivative(z - h, y)) / h, right = (f.Derivative(z + h, y) - at) / h;
        double tolerance = 1e-5 * (1 + value) + 1e-9 * Math.Abs(at);
        bool isNearKink = Math.Abs(left - right) > tolerance;      // then the kink may lie between z and z ± h
        return value >= Math.Min(left, right) - tolerance && (isNearKink || value <= Math.Max(left, right) + tolerance);
    });

    [Test]
    public void Fenchel_Young_inequality_holds() => Gen.Select(Values, Prediction, Prediction, Label).Sample((f, z, u, y) =>
        f.Value(z, y) + f.Conjugate(u, y) - u * z >= -1e-12 * (1 + f.Value(z, y) + Math.Abs(u * z)));

    [Test]
    public void Fenchel_Young_is_tight_at_the_derivative() => Gen.Select(Values, Prediction, Label).Sample((f, z, y) =>
        IsTight(f, z, f.Derivative(z, y), y, relative: 1e-12, absolute: 0));

    [Test]
    public void Conjugate_is_infinite_outside_the_range_of_the_derivative() => Gen.Select(Values, Label).Sample((f, y) =>
    {
        double least = f.Derivative(-FarAway, y), greatest = f.Derivative(FarAway, y);
        return (least < -FarAway / 2 || double.IsPositiveInfinity(f.Conjugate(least - 1e-6, y)))
            && (greatest > FarAway / 2 || double.IsPositiveInfinity(f.Conjugate(greatest + 1e-6, y)));
    });

    [Test]
    public void Dual_maximiser_beats_every_other_point() =>
        Gen.Select(Values, Prediction, Label, Feasible, PowerOfTen(-6, 6), Feasible, PowerOfTen(-8, 2)).Sample((f, z, y, start, q, other, shift) =>
        {
            double from = Dual(f, start, y), best = f.MaximizeDual(from, z, y, q);
            double Objective(double a) => -f.Conjugate(-a, y) - (a - from) * z - 0.5 * q * (a - from) * (a - from);
            double terms = Math.Abs(f.Conjugate(-best, y)) + Math.Abs((best - from) * z) + 0.5 * q * (best - from) * (best - from);
            double least = Objective(best) + 1e-11 * (1 + terms);
            return double.IsFinite(least)
                && least >= Objective(from) && least >= Objective(Dual(f, other, y))
                && least >= Objective(best + shift) && least >= Objective(best - shift);
        });

    [Test]
    public void Dual_maximiser_satisfies_its_optimality_condition_for_all_magnitudes() =>
        Gen.Select(Values, Prediction, PowerOfTen(0, 5), Label, Feasible, PowerOfTen(-12, 12)).Sample((f, z, scale, y, start, q) =>
        {
            // −a is a subgradient at z + q (a − start): there, Fenchel–Young is an equality, up to the rounding of a and of that point.
            double prediction = scale * z, from = Dual(f, start, y), a = f.MaximizeDual(from, prediction, y, q);
            double point = prediction + q * (a - from);
            double rounding = 8 * Rounding * (Math.Abs(prediction) + q * (1 + Math.Abs(y) + Math.Abs(a) + Math.Abs(from)));
            return IsTight(f, point, -a, y, relative: 1e-12, absolute: rounding * (Math.Abs(a) + Math.Abs(f.Derivative(point, y))));
        });

    [Test]
    public void Dual_maximiser_stays_where_it_is_optimal() => Gen.Select(Values, Prediction, Label, PowerOfTen(-6, 6)).Sample((f, z, y, q) =>
    {
        double a = -f.Derivative(z, y);
        return Math.Abs(f.MaximizeDual(a, z, y, q) - a) <= 1e-12 * (1 + Math.Abs(a)) + 8 * Rounding * (Math.Abs(z) + Math.Abs(y) + 1) / q;
    });

    [Test]
    public void Extreme_predictions_give_no_NaN_and_feasible_duals()
    {
        double[] magnitudes = [0, 1e-300, 1e-9, 1, 40, 700, 1e6, 1e100, 1e300];
        Gen.Select(Values, Label, Feasible).Sample((f, y, start) =>
        {
            foreach (double z in magnitudes.Concat(magnitudes.Select(m => -m)))
            {
                if (double.IsNaN(f.Value(z, y)) || double.IsNaN(f.Derivative(z, y)) || double.IsNaN(f.Conjugate(z, y))) return false;
                foreach (double q in (double[])[1e-12, 1e-3, 1, 1e3, 1e12])
                    foreach (double from in (double[])[0, Dual(f, start, y)])
                    {
                        double dual = f.MaximizeDual(from, z, y, q), conjugate = f.Conjugate(-dual, y);
                        if (double.IsNaN(dual) || double.IsNaN(conjugate)) return false;
                        if (Math.Abs(z) <= 1e6 && !double.IsFinite(conjugate)) return false;
                    }
            }

            return true;
        });
    }

    [Test]
    public void Conjugate_is_never_NaN() => Gen.Select(Values, Label).Sample((f, y) =>
        new[] { double.NegativeInfinity, -1e308, -1, -0.0, 0, 1, 1e308, double.PositiveInfinity }.All(u => !double.IsNaN(f.Conjugate(u, y))));

    private static bool IsTight(TLoss f, double z, double u, double y, double relative, double absolute)
    {
        double value = f.Value(z, y), conjugate = f.Conjugate(u, y), residual = value + conjugate - u * z;
        return Math.Abs(residual) <= relative * (1 + value + Math.Abs(conjugate) + Math.Abs(u * z)) + absolute;
    }
}
