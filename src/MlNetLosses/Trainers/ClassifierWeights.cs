using MlNetLosses.Interop;

namespace MlNetLosses.Trainers;

/// <summary>The weights of a classifier's examples: their own times those of their classes.</summary>
internal static class ClassifierWeights
{
    /// <summary>The weights of the examples times those of their classes; null: all 1.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="classOf">The class that a label stands for, 0 … K − 1.</param>
    /// <param name="classCount">K.</param>
    /// <param name="options">Says how to weigh classes.</param>
    /// <param name="labelColumn">For messages.</param>
    /// <exception cref="ArgumentException">Fewer than two classes have weight, or there is not one weight per class.</exception>
    public static double[]? Of(Examples examples, Func<double, int> classOf, int classCount, LinearTrainerOptions options, string labelColumn)
    {
        if (options.ClassWeights is not null && options.ClassWeights.Length != classCount)
            throw new ArgumentException($"ClassWeights must have one weight per class, got {options.ClassWeights.Length} for the {classCount} classes of column '{labelColumn}'.");

        double[] labels = examples.Labels, totals = new double[classCount];
        for (int i = 0; i < labels.Length; i++) totals[classOf(labels[i])] += (examples.Weights?[i] ?? 1) * (options.ClassWeights?[classOf(labels[i])] ?? 1);
        int present = totals.Count(total => total > 0);
        if (present < 2)
            throw new ArgumentException($"Column '{labelColumn}' must have examples of at least two classes with a positive weight, got one class. Check how the label is made and how the data is split.");

        double[]? classWeights = options.ClassWeighting == ClassWeighting.Balanced
            ? Array.ConvertAll(totals, total => total > 0 ? totals.Sum() / (present * total) : 0)
            : options.ClassWeights;
        return classWeights is null
            ? examples.Weights
            : [.. labels.Select((label, i) => (examples.Weights?[i] ?? 1) * classWeights[classOf(label)])];
    }
}
