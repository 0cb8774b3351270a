using CsCheck;
using MlNetLosses.Losses;

namespace MlNetLosses.Tests.Losses;

/// <summary>What every multiclass loss promises. A loss's own fixture only says how to draw one, and adds hand-computed values.</summary>
public abstract class MulticlassLossContract<TLoss> : ValueContract<TLoss>
    where TLoss : struct, IMulticlassDualLoss
{
    private const double Rounding = 2.3e-16;
    private const int ManyClasses = 2000;

    /// <summary>Everything a property needs of one example, K classes each.</summary>
    private sealed record Example(double[] Scores, double[] Other, double[] Point, double[] OtherPoint, int Label);

    // Whole numbers hit the kinks.
    private static readonly Gen<double> Score = Gen.OneOf(Gen.Double[-10, 10], Gen.Int[-3, 3].Select(k => (double)k));

    // A share of exact zeros: faces and corners of the simplex.
    private static Gen<double[]> Probabilities(int classes) =>
        Gen.Select(Gen.OneOf(Gen.Double[0, 1], Gen.Const(0.0), Gen.Double[-30, 0].Select(Math.Exp)).Array[classes], Gen.Int[0, classes - 1]).Select((p, sure) =>
        {
            p[sure] += 1e-3;
            double sum = p.Sum();
            return p.Select(x => x / sum).ToArray();
        });

    private static readonly Gen<Example> Examples =
        from classes in Gen.Int[2, 7]
        from scores in Score.Array[classes]
        from other in Score.Array[classes]
        from point in Probabilities(classes)
        from otherPoint in Probabilities(classes)
        from label in Gen.Int[0, classes - 1]
        select new Example(scores, other, point, otherPoint, label);

    private static Gen<double> PowerOfTen(int from, int to) => Gen.Double[from, to].Select(e => Math.Pow(10, e));

    private static Gen<double> AnyOf(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    protected override bool IsValid(TLoss value) => value.IsValid;

    [Test]
    public void Value_is_convex_and_not_negative() => Gen.Select(Values, Examples).Sample((f, e) =>
    {
        double[] middle = [.. e.Scores.Zip(e.Other, (a, b) => (a + b) / 2)];
        double chord = (f.Value(e.Scores, e.Label) + f.Value(e.Other, e.Label)) / 2, value = f.Value(middle, e.Label);
        return value >= 0 && value <= chord + 1e-12 * (1 + chord);
    });

    [Test]
    public void Derivative_is_a_subgradient() => Gen.Select(Values, Examples).Sample((f, e) =>
        f.Value(e.Other, e.Label) >= f.Value(e.Scores, e.Label)
            + Dot(Derivative(f, e.Scores, e.Label), [.. e.Other.Zip(e.Scores, (b, a) => b - a)]) - 1e-12 * (1 + f.Value(e.Scores, e.Label)));

    [Test]
    public void Derivative_lies_between_the_differences_to_either_side() => Gen.Select(Values, Examples).Sample((f, e) =>
    {
        const double h = 1e-5, rounding = 1e-8;
        double Along(double step) => f.Value([.. e.Scores.Zip(e.Other, (z, d) => z + step * d)], e.Label);
        double left = (Along(0) - Along(-h)) / h, right = (Along(h) - Along(0)) / h;
        double slope = Dot(Derivative(f, e.Scores, e.Label), e.Other);
        return slope >= left - rounding && slope <= right + rounding;
    });

    [Test]
    public void Fenchel_Young_inequality_holds() => Gen.Select(Values, Examples).Sample((f, e) =>
    {
        double[] u = Slope(e.Point, e.Label);
        return f.Value(e.Scores, e.Label) + f.Conjugate(u, e.Label) - Dot(u, e.Scores) >= -1e-12 * (1 + Magnitude(u, e.Scores));
    });

    [Test]
    public void Fenchel_Young_is_tight_at_the_derivative() => Gen.Select(Values, Examples).Sample((f, e) =>
        IsTight(f, e.Scores, Derivative(f, e.Scores, e.Label), e.Label, rounding: 0));

    [Test]
    public void Conjugate_is_infinite_outside_the_simplex() => Gen.Select(Values, Examples, PowerOfTen(-6, 3)).Sample((f, e, excess) =>
    {
        double[] tooMuch = Slope(e.Point, e.Label), negative = [.. tooMuch];
        tooMuch[0] += excess;
        negative[^1] -= 1 + excess;
        negative[0] += 1 + excess;
        return double.IsPositiveInfinity(f.Conjugate(tooMuch, e.Label)) && double.IsPositiveInfinity(f.Conjugate(negative, e.Label));
    });

    [Test]
    public void Dual_maximiser_beats_every_other_point() =>
        Gen.Select(Values, Examples, PowerOfTen(-6, 6), PowerOfTen(-6, 0)).Sample((f, e, q, share) =>
        {
            double[] from = Dual(e.Point, e.Label), best = Maximizer(f, from, e.Scores, e.Label, q), other = Dual(e.OtherPoint, e.Label);
            double[] near = [.. best.Zip(other, (a, b) => a + share * (b - a))];
            double least = Objective(best) + 1e-11 * (1 + Magnitude(best, e.Scores) + Magnitude(from, e.Scores));
            return double.IsFinite(least) && least >= Objective(from) && least >= Objective(other) && least >= Objective(near);

            double Objective(double[] a)
            {
                double[] step = [.. a.Zip(from, (x, x0) => x - x0)];
                return -f.Conjugate([.. a.Select(x => -x)], e.Label) - Dot(step, e.Scores) - 0.5 * q * Dot(step, step);
            }
        });

    [Test]
    public void Dual_maximiser_satisfies_its_optimality_condition_for_all_magnitudes() =>
        Gen.Select(Values, Examples, PowerOfTen(0, 5), PowerOfTen(-12, 12)).Sample((f, e, scale, q) =>
        {
            // −a is a subgradient at z + q (a − start): there, Fenchel–Young is an equality, up to the rounding of that point.
            double[] scores = [.. e.Scores.Select(z => scale * z)], from = Dual(e.Point, e.Label), a = Maximizer(f, from, scores, e.Label, q);
            double[] point = [.. a.Zip(from, (x, x0) => q * (x - x0)).Zip(scores, (step, z) => z + step)];
            return IsTight(f, point, [.. a.Select(x => -x)], e.Label, 8 * Rounding * scores.Length * (q + scores.Max(Math.Abs)));
        });

    [Test]
    public void Dual_maximiser_stays_where_it_is_optimal() => Gen.Select(Values, Examples, PowerOfTen(-6, 6)).Sample((f, e, q) =>
    {
        double[] dual = [.. Derivative(f, e.Scores, e.Label).Select(u => -u)], same = Maximizer(f, dual, e.Scores, e.Label, q);
        return dual.Zip(same).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-12 + 100 * Rounding / q);
    });

    [Test]
    public void Dual_maximiser_stays_in_the_simplex_for_many_classes_without_allocating()
    {
        Gen.Select(Values, Gen.Double[-10, 10].Array[ManyClasses], Probabilities(ManyClasses), Gen.Int[0, ManyClasses - 1], PowerOfTen(-12, 12)).Sample(
            (f, scores, point, label, q) =>
            {
                double[] dual = Dual(point, label);
                long before = GC.GetAllocatedBytesForCurrentThread();
                f.MaximizeDual(dual, scores, label, q);
                bool allocated = GC.GetAllocatedBytesForCurrentThread() != before;
                return !allocated && Math.Abs(dual.Sum()) < 1e-13 && dual[label] is >= 0 and <= 1
                    && dual.Where((_, k) => k != label).All(a => a is <= 0 and >= -1);
            },
            iter: 30,
            threads: 1);
    }

    [Test]
    public void Extreme_scores_give_no_NaN_and_feasible_duals() => Gen.Select(
        Values, Examples, AnyOf(0, 1e-300, 1, 700, 1e6, 1e100, 1e300).Array[7], Gen.Bool.Array[7], AnyOf(1e-12, 1e-3, 1, 1e3, 1e12)).Sample(
        (f, e, magnitudes, isNegative, q) =>
        {
            double[] scores = [.. e.Scores.Select((_, k) => isNegative[k] ? -magnitudes[k] : magnitudes[k])];
            double[] a = Maximizer(f, Dual(e.Point, e.Label), scores, e.Label, q), slope = Derivative(f, scores, e.Label);
            return !double.IsNaN(f.Value(scores, e.Label)) && !slope.Any(double.IsNaN)
                && double.IsFinite(f.Conjugate(slope, e.Label)) && double.IsFinite(f.Conjugate([.. a.Select(x => -x)], e.Label));
        });

    private static bool IsTight(TLoss f, double[] scores, double[] u, int label, double rounding)
    {
        double residual = f.Value(scores, label) + f.Conjugate(u, label) - Dot(u, scores);
        return Math.Abs(residual) <= 1e-12 * (1 + Magnitude(u, scores)) + rounding;
    }

    private static double[] Slope(double[] point, int label) => [.. Dual(point, label).Select(a => -a)];

    /// <summary>e_y − p.</summary>
    private static double[] Dual(double[] point, int label) => [.. point.Select((p, k) => (k == label ? 1 : 0) - p)];

    private static double[] Derivative(TLoss f, double[] scores, int label)
    {
        double[] derivative = new double[scores.Length];
        f.Derivative(scores, label, derivative);
        return derivative;
    }

    private static double[] Maximizer(TLoss f, double[] dual, double[] scores, int label, double curvature)
    {
        double[] result = [.. dual];
        f.MaximizeDual(result, scores, label, curvature);
        return result;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Magnitude(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x * y)).Sum();
}
