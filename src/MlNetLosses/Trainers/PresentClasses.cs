using MlNetLosses.Interop;
using MlNetLosses.Solvers;

namespace MlNetLosses.Trainers;

/// <summary>The classes that have examples with weight: only these can be fitted, because the best intercept of the others is −∞.</summary>
/// <remarks>A fold of a cross-validation often lacks a class that the key of its label column knows.</remarks>
internal sealed class PresentClasses
{
    /// <summary>Stands for −∞: lower than any score, and far from overflow.</summary>
    private const double AbsentIntercept = -1e30;

    private readonly int[] present;      // their numbers among all classes
    private readonly int classCount;     // K

    /// <param name="examples">The examples; labels are 0 … K − 1.</param>
    /// <param name="weights">Their weights, or null.</param>
    /// <param name="classCount">K.</param>
    public PresentClasses(Examples examples, double[]? weights, int classCount)
    {
        this.classCount = classCount;
        present = [.. examples.Labels.Where((_, i) => weights is null || weights[i] > 0).Select(label => (int)label).Distinct().Order()];
    }

    /// <summary>How many classes are present.</summary>
    public int Count => present.Length;

    /// <summary>The classes that are not, 0 … K − 1.</summary>
    public IEnumerable<int> Absent => Enumerable.Range(0, classCount).Except(present);

    /// <summary>Labels as numbers of present classes; those of the others, which have no weight, as 0.</summary>
    public int[] Compact(double[] labels) => Array.ConvertAll(labels, label => Math.Max(0, Array.BinarySearch(present, (int)label)));

    /// <summary>The part of a model that belongs to the present classes.</summary>
    public LinearModel Compact(LinearModel model, int featureCount)
    {
        double lowest = model.Intercepts.Where(intercept => intercept > AbsentIntercept / 2).DefaultIfEmpty().Min();
        return new(
            [.. present.SelectMany(k => model.Weights.AsSpan(k * featureCount, featureCount).ToArray())],
            [.. present.Select(k => Math.Max(lowest, model.Intercepts[k]))]);
    }

    /// <summary>A model of all classes, in which those that are not present are never the best.</summary>
    public LinearModel Expand(LinearModel model, int featureCount)
    {
        double[] weights = new double[classCount * featureCount], intercepts = new double[classCount];
        Array.Fill(intercepts, AbsentIntercept);
        for (int k = 0; k < present.Length; k++)
        {
            model.Weights.AsSpan(k * featureCount, featureCount).CopyTo(weights.AsSpan(present[k] * featureCount));
            intercepts[present[k]] = model.Intercepts[k];
        }

        return new(weights, intercepts);
    }
}
