using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>How many weights of a linear model are not zero.</summary>
/// <param name="NonZero">Those that take part.</param>
/// <param name="All">Weights in all, the intercept not counted.</param>
internal sealed record Sparsity(int NonZero, int All)
{
    /// <summary>Null for a model without weights.</summary>
    public static Sparsity? Of(ITransformer model) =>
        (model as ISingleFeaturePredictionTransformer<object>)?.Model switch
        {
            LinearModelParameters linear => Of(linear.Weights),
            CalibratedModelParametersBase { SubModel: LinearModelParameters linear } => Of(linear.Weights),
            LinearMulticlassModelParametersBase multiclass => Of(multiclass),
            _ => null,
        };

    private static Sparsity Of(IReadOnlyList<float> weights) => new(weights.Count(weight => weight != 0), weights.Count);

    private static Sparsity Of(LinearMulticlassModelParametersBase multiclass)
    {
        VBuffer<float>[]? weights = null;
        multiclass.GetWeights(ref weights, out _);
        return new(weights.Sum(row => row.DenseValues().Count(weight => weight != 0)), weights.Sum(row => row.Length));
    }
}
