using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Problems that must have the same solution, or one that follows from the other's.</summary>
public abstract partial class SolverContract<TLoss>
{
    [Test]
    public void Dense_and_sparse_rows_give_the_same_model() => SmallProblem.Any.Sample(
        drawn => HaveSameWeights(drawn with { IsSparse = false }, drawn with { IsSparse = true }),
        iter: Few);

    [Test]
    public void Whole_example_weights_are_repeated_rows() => SmallProblem.Any.Where(drawn => drawn.ExampleWeights is not null).Sample(
        drawn => HaveSameWeights(drawn, drawn.Take(Repeated(drawn.ExampleWeights!)) with { ExampleWeights = null }),
        iter: Few);

    [Test]
    public void Examples_of_weight_zero_are_left_out() => SmallProblem.Any.Where(drawn => drawn.ExampleWeights is not null).Sample(
        drawn => HaveSameWeights(drawn, drawn.Take([.. Enumerable.Range(0, drawn.RowCount).Where(i => drawn.ExampleWeights![i] > 0)])),
        iter: Few);

    [Test]
    public void Only_the_proportions_of_example_weights_matter() => SmallProblem.Any.Where(drawn => drawn.ExampleWeights is not null).Sample(
        drawn => HaveSameWeights(drawn, drawn with { ExampleWeights = [.. drawn.ExampleWeights!.Select(s => 1e6 * s)] }),
        iter: Few);

    [Test]
    public void Adding_to_the_labels_moves_only_the_intercept() => Gen.Select(SmallProblem.Any.Where(drawn => drawn.FitIntercept), Gen.Int[-1000, 1000]).Sample(
        (drawn, shift) =>
        {
            if (TLoss.Labels != LabelDomain.Real) return true;
            // Far labels leave fewer digits to the gap.
            LinearModel before = Solve(drawn).Model, after = Solve(drawn with { Targets = [.. drawn.Targets.Select(y => y + shift)] }, tolerance: 1e-9).Model;
            // The loss can be flat around the best intercept, so look at what the moved one costs.
            var movedBack = new LinearModel(before.Weights, [after.Intercepts[0] - shift]);
            return AreClose(after.Weights, before.Weights, 20 * SameModel) && CostTheSame(drawn, before, movedBack);
        },
        iter: Few);

    [Test]
    public void Moving_a_feature_moves_only_the_intercept() => Gen.Select(SmallProblem.Any.Where(drawn => drawn.FitIntercept), Gen.Int[-10_000, 10_000]).Sample(
        (drawn, shift) =>
        {
            SmallProblem dense = drawn with { IsSparse = false };
            LinearModel before = Solve(dense).Model, after = Solve(dense.Map((x, j) => j == 0 ? x + shift : x)).Model;
            // The loss can be flat around the best intercept, so look at what the moved one costs.
            var movedBack = new LinearModel(before.Weights, [after.Intercepts[0] + shift * after.Weights[0]]);
            return AreClose(after.Weights, before.Weights, SameModel) && CostTheSame(dense, before, movedBack);
        },
        iter: Few);

    [Test]
    public void Scaling_a_standardised_feature_scales_its_weight_back() => Gen.Select(SmallProblem.Any, Gen.Int[-40, 40]).Sample(
        (drawn, exponent) =>
        {
            SmallProblem plain = drawn with { Standardize = true, LowerBounds = null, UpperBounds = null };
            double[] before = Solve(plain).Model.Weights, after = Solve(plain.Map((x, j) => j == 0 ? MathF.ScaleB(x, exponent) : x)).Model.Weights;
            after[0] = Math.ScaleB(after[0], exponent);
            return AreClose(after, before, SameModel);
        },
        iter: Few);

    [Test]
    public void Standardising_inside_is_standardising_by_hand() => SmallProblem.Any.Sample(
        drawn =>
        {
            SmallProblem raw = drawn with { Standardize = true, IsSparse = false, ExampleWeights = null, LowerBounds = null, UpperBounds = null };
            double[] scales = [.. Enumerable.Range(0, raw.ColumnCount).Select(j => StandardDeviation(raw, j))];
            SmallProblem byHand = raw.Map((x, j) => scales[j] > 0 ? (float)(x / scales[j]) : 0) with { Standardize = false };
            double[] expected = [.. Solve(byHand).Model.Weights.Select((w, j) => scales[j] > 0 ? w / scales[j] : 0)];
            return AreClose(Solve(raw).Model.Weights, expected, SameModel);
        },
        iter: Few);

    [Test]
    public void Ridge_factors_are_rescaled_features() => SmallProblem.Any.Sample(
        drawn =>
        {
            // φ ½λ₂w² of w x is ½λ₂u² of u x/√φ with u = √φ w.
            SmallProblem ridge = drawn with { L1 = 0, Standardize = false, LowerBounds = null, UpperBounds = null };
            double[] factors = [.. Enumerable.Range(0, drawn.ColumnCount).Select(j => j % 2 == 0 ? 4.0 : 0.25)];
            double[] rescaled = Solve(ridge.Map((x, j) => x / (float)Math.Sqrt(factors[j])) with { PenaltyFactors = null }).Model.Weights;
            return AreClose(Solve(ridge with { PenaltyFactors = factors }).Model.Weights, rescaled.Select((u, j) => u / Math.Sqrt(factors[j])), SameModel);
        },
        iter: Few);

    [Test]
    public void Order_of_the_features_does_not_matter() => SmallProblem.Any.Sample(
        drawn =>
        {
            int p = drawn.ColumnCount;
            SmallProblem reversed = drawn with
            {
                Features = [.. drawn.Features.Chunk(p).SelectMany(row => row.Reverse())],
                PenaltyFactors = drawn.PenaltyFactors?.Reverse().ToArray(),
                LowerBounds = drawn.LowerBounds?.Reverse().ToArray(),
                UpperBounds = drawn.UpperBounds?.Reverse().ToArray(),
            };
            return AreClose(Solve(drawn).Model.Weights, Solve(reversed).Model.Weights.Reverse(), SameModel);
        },
        iter: Few);

    private static int[] Repeated(double[] times) => [.. times.SelectMany((count, i) => Enumerable.Repeat(i, (int)count))];

    private static double StandardDeviation(SmallProblem drawn, int column)
    {
        double[] values = [.. drawn.Features.Where((_, k) => k % drawn.ColumnCount == column).Select(x => (double)x)];
        if (values.Distinct().Count() == 1) return 0;
        double mean = values.Average();
        return Math.Sqrt(values.Average(x => (x - mean) * (x - mean)));
    }

    private static bool CostTheSame(SmallProblem drawn, LinearModel a, LinearModel b)
    {
        Problem<TLoss, ElasticNet> problem = drawn.With(Loss);
        double first = DualityGap.Certify(problem, a, threads: 1).Objective, second = DualityGap.Certify(problem, b, threads: 1).Objective;
        return Math.Abs(first - second) <= 1e-7 * (1 + first);
    }

    private bool HaveSameWeights(SmallProblem a, SmallProblem b) => AreClose(Solve(a).Model.Weights, Solve(b).Model.Weights, SameModel);
}
