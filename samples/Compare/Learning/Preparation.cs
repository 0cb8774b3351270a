using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>
/// From a file's columns to one vector of features: numbers at mean 0 and variance 1, categories one-hot. The same for every
/// candidate: linear trainers need the scaling, trees are indifferent to it. Fitted on the training part of a fold only.
/// </summary>
internal static class Preparation
{
    public const string Features = "Features";

    public static EstimatorChain<ITransformer> Estimator(MLContext mlContext, Dataset data)
    {
        string[] numeric = [.. data.Numeric.Select(column => column.Name)];
        string[] incomplete = [.. data.Numeric.Where(column => column.Missing > 0).Select(column => column.Name)];
        string[] categorical = [.. data.Categorical.Select(column => column.Name)];
        string[] indicators = [.. incomplete.Select(name => name + ".Missing")];

        EstimatorChain<ITransformer> chain = new();
        if (incomplete.Length > 0)
        {
            chain = chain
                .Append<ITransformer>(mlContext.Transforms.IndicateMissingValues(Pairs(indicators, incomplete)))
                .Append<ITransformer>(mlContext.Transforms.Conversion.ConvertType(Pairs(indicators, indicators)));
        }
        // Also for columns that are complete here: the data of tomorrow may have holes.
        if (numeric.Length > 0)
        {
            chain = chain
                .Append<ITransformer>(mlContext.Transforms.ReplaceMissingValues(Pairs(numeric, numeric), MissingValueReplacingEstimator.ReplacementMode.Mean))
                .Append<ITransformer>(mlContext.Transforms.NormalizeMeanVariance(Pairs(numeric, numeric), fixZero: false));
        }
        // An empty cell gets no indicator at all, which no other level has: so it is a level of its own.
        if (categorical.Length > 0)
            chain = chain.Append<ITransformer>(mlContext.Transforms.Categorical.OneHotEncoding(Pairs(categorical, categorical)));
        return chain.Append<ITransformer>(mlContext.Transforms.Concatenate(Features, [.. numeric, .. indicators, .. categorical]));
    }

    private static InputOutputColumnPair[] Pairs(string[] outputs, string[] inputs) =>
        [.. outputs.Zip(inputs, (output, input) => new InputOutputColumnPair(output, input))];
}
