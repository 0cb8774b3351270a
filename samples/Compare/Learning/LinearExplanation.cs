using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;
using Microsoft.ML.Transforms;
using MlNetLosses.Explanation;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>The coefficients of a linear model, in the units of the file's columns.</summary>
internal static class LinearExplanation
{
    /// <summary>Null for a model that has not one weight for each feature.</summary>
    public static CoefficientTable? Of(FinalModel final)
    {
        CoefficientTable? table = WithErrors(final) ?? final.Model switch
        {
            ISingleFeaturePredictionTransformer<LinearModelParameters> linear => linear.Coefficients(final.Scored),
            ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>> calibrated => calibrated.Coefficients(final.Scored),
            _ => null,
        };
        return table is null ? null : InUnitsOfTheFile(table, Normalizers(final));
    }

    /// <summary>Null where theory, or the data, gives no standard errors.</summary>
    private static CoefficientTable? WithErrors(FinalModel final)
    {
        try
        {
            return final.Candidate.StandardErrors?.Invoke(final);
        }
        catch (ArgumentException)
        {
            // Columns that depend on each other, for example: there is no single best weight for each, and so no error of it.
            return null;
        }
    }

    /// <summary>Undoes z = scale (x − offset) in weights and intercept.</summary>
    private static CoefficientTable InUnitsOfTheFile(CoefficientTable table, Dictionary<string, NormalizingTransformer.AffineNormalizerModelParameters<float>> normalizers)
    {
        double intercept = table.Intercept.Weight;
        List<Coefficient> features = [];
        foreach (Coefficient feature in table.Features)
        {
            if (!normalizers.TryGetValue(feature.Name, out NormalizingTransformer.AffineNormalizerModelParameters<float>? affine))
            {
                features.Add(feature);
                continue;
            }
            intercept -= feature.Weight * affine.Scale * affine.Offset;
            features.Add(feature with { Weight = feature.Weight * affine.Scale, StandardError = feature.StandardError * affine.Scale });
        }
        // The error of an intercept elsewhere would need the covariances of all weights.
        return table with { Intercept = table.Intercept with { Weight = intercept, StandardError = null }, Features = features };
    }

    private static Dictionary<string, NormalizingTransformer.AffineNormalizerModelParameters<float>> Normalizers(FinalModel final) =>
        final.Preparation.OfType<NormalizingTransformer>()
            .SelectMany(transformer => final.Data.Numeric.Select((column, i) => (column.Name, Parameters: transformer.GetNormalizerModelParameters(i))))
            .ToDictionary(column => column.Name, column => (NormalizingTransformer.AffineNormalizerModelParameters<float>)column.Parameters);
}
