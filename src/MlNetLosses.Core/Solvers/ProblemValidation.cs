using System.Globalization;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>What a problem must be before a solver takes it.</summary>
internal static class ProblemValidation
{
    /// <param name="problem">The problem.</param>
    /// <param name="labelCount">How many labels it has.</param>
    /// <exception cref="ArgumentException">Something about the problem is not as it must be; the message says what, and what to do.</exception>
    public static void Check<TPenalty>(LinearProblem<TPenalty> problem, int labelCount)
        where TPenalty : struct, IPenalty
    {
        FeatureMatrix features = problem.Features;
        if (!problem.Penalty.IsValid)
            throw Wrong($"The penalty must be made by its constructor, got default({typeof(TPenalty).Name}). Write new {typeof(TPenalty).Name}(…).");
        if (features.RowCount == 0) throw Wrong("There must be at least one example, got none. Check that the data is not empty.");
        if (labelCount != features.RowCount) throw Wrong($"There must be one label per example, got {labelCount} labels for {features.RowCount} examples.");
        CheckFeatureArray(problem.PenaltyFactors, nameof(problem.PenaltyFactors), features.ColumnCount, "zero or positive and finite", value => value >= 0 && double.IsFinite(value));
        CheckFeatureArray(problem.LowerBounds, nameof(problem.LowerBounds), features.ColumnCount, "zero or negative (−∞ for none)", value => value <= 0);
        CheckFeatureArray(problem.UpperBounds, nameof(problem.UpperBounds), features.ColumnCount, "zero or positive (+∞ for none)", value => value >= 0);
    }

    /// <summary>sᵢ/Σs.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are zero, or there is not one per example.</exception>
    public static double[] SharesOf(double[]? exampleWeights, int count, int threads = 1)
    {
        double[] shares = GC.AllocateUninitializedArray<double>(count);
        if (exampleWeights is null)
        {
            new RowBlocks(count, threads).Run((_, start, end) => shares.AsSpan(start..end).Fill(1.0 / count));
            return shares;
        }

        if (exampleWeights.Length != count) throw Wrong($"There must be one weight per example, got {exampleWeights.Length} weights for {count} examples.");
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double weight = exampleWeights[i];
            sum += weight >= 0 && double.IsFinite(weight)
                ? weight
                : throw Wrong($"Example weights must be zero or positive and finite, got {Text(weight)} in row {i}.");
        }

        if (!(sum > 0 && double.IsFinite(sum))) throw Wrong($"Example weights must have a positive, finite sum, got {Text(sum)}. At least one example must count.");
        for (int i = 0; i < count; i++) shares[i] = exampleWeights[i] / sum;
        return shares;
    }

    /// <exception cref="ArgumentException">The loss has no valid parameters, or a label is not one that it accepts.</exception>
    public static void CheckLabels<TLoss>(double[] labels, TLoss loss)
        where TLoss : struct, ILoss
    {
        if (!loss.IsValid)
            throw Wrong($"The loss must be made by its constructor, got default({typeof(TLoss).Name}). Write new {typeof(TLoss).Name}(…).");
        (string allowed, Func<double, bool> accepts) = TLoss.Labels switch
        {
            LabelDomain.PlusMinusOne => ("-1 or +1", (Func<double, bool>)(y => y is -1 or 1)),
            LabelDomain.NonNegative => ("zero or positive and finite", y => y >= 0 && double.IsFinite(y)),
            _ => ("finite", double.IsFinite),
        };
        for (int i = 0; i < labels.Length; i++)
            if (!accepts(labels[i]))
                throw Wrong($"Labels of {loss} must be {allowed}, got {Text(labels[i])} in row {i}. Correct or leave out the row.");
    }

    /// <exception cref="ArgumentException">The loss has no valid parameters, there are fewer than two classes, or a label is none of them.</exception>
    public static void CheckClasses<TLoss>(int[] labels, int classCount, TLoss loss)
        where TLoss : struct, IMulticlassLoss
    {
        if (!loss.IsValid)
            throw Wrong($"The loss must be made by its constructor, got default({typeof(TLoss).Name}). Write new {typeof(TLoss).Name}(…).");
        if (classCount < 2) throw Wrong($"There must be at least two classes, got {classCount}.");
        int wrong = Array.FindIndex(labels, label => label < 0 || label >= classCount);
        if (wrong >= 0) throw Wrong($"Classes must be 0 … {classCount - 1}, got {labels[wrong]} in row {wrong}.");
    }

    /// <exception cref="ArgumentException">A class has no example that counts, so no finite intercept is best for it.</exception>
    public static void CheckClassShares(double[] classShares)
    {
        int wrong = Array.FindIndex(classShares, share => !(share > 0));
        if (wrong >= 0) throw Wrong($"Every class must have an example with a positive weight, got none of class {wrong}. Leave the class out, or fit without intercept.");
    }

    /// <exception cref="ArgumentException">A factor is zero, so the penalty of that feature is not strongly convex.</exception>
    public static void CheckPositive(double[]? penaltyFactors)
    {
        int wrong = penaltyFactors is null ? -1 : Array.FindIndex(penaltyFactors, factor => !(factor > 0));
        if (wrong >= 0) throw Wrong($"PenaltyFactors must be positive for SDCA, got {Text(penaltyFactors![wrong])} at slot {wrong}. For unpenalised features use CoordinateDescent or ProximalSgd.");
    }

    /// <exception cref="ArgumentException">A weight or an intercept is not finite.</exception>
    public static void CheckFinite(LinearModel initialModel)
    {
        int wrong = Array.FindIndex(initialModel.Weights, weight => !double.IsFinite(weight));
        if (wrong >= 0) throw Wrong($"The weights of the initial model must be finite, got {Text(initialModel.Weights[wrong])} at position {wrong}. Start from a model that was fitted, or from none.");
        wrong = Array.FindIndex(initialModel.Intercepts, intercept => !double.IsFinite(intercept));
        if (wrong >= 0) throw Wrong($"The intercepts of the initial model must be finite, got {Text(initialModel.Intercepts[wrong])} at position {wrong}. Start from a model that was fitted, or from none.");
    }

    /// <exception cref="ArgumentException">A feature is not finite.</exception>
    public static void CheckFinite(FeatureMatrix features, int threads)
    {
        double wrong = new RowBlocks(features.RowCount, threads).Sum((start, end) =>
        {
            int count = 0;
            for (int i = start; i < end; i++)
                if (!features[i].IsFinite) count++;
            return count;
        });
        for (int i = 0; wrong > 0; i++)
        {
            Row x = features[i];
            for (int k = 0; k < x.Values.Length; k++)
                if (!float.IsFinite(x.Values[k]))
                    throw Wrong($"Features must be finite, got {Text(x.Values[k])} in row {i} at slot {(x.IsSparse ? x.Columns[k] : k)}. Replace or leave out missing values first.");
        }
    }

    private static void CheckFeatureArray(double[]? values, string name, int count, string allowed, Func<double, bool> accepts)
    {
        if (values is null) return;
        if (values.Length != count) throw Wrong($"{name} must have one value per feature, got {values.Length} for {count} features.");
        int wrong = Array.FindIndex(values, value => !accepts(value));
        if (wrong >= 0) throw Wrong($"{name} must be {allowed}, got {Text(values[wrong])} at slot {wrong}.");
    }

    private static ArgumentException Wrong(string message) => new(message);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
