using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Data;
using MlNetLosses.Inference;
using MlNetLosses.Interop;
using MlNetLosses.Solvers;

namespace MlNetLosses.Explanation;

/// <summary>A linear model and the names of its features.</summary>
internal sealed class NamedModel
{
    private const string InterceptName = "(Intercept)";

    private readonly string[] names;

    private NamedModel(LinearModelParameters model, string[] names)
    {
        Linear = new([.. model.Weights.Select(weight => (double)weight)], [model.Bias]);
        this.names = names;
    }

    /// <summary>The weights and the intercept.</summary>
    public LinearModel Linear { get; }

    /// <summary>One name per feature.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The model with the names of slots.</summary>
    /// <param name="model">The model.</param>
    /// <param name="slotNames">One per weight, or none at all.</param>
    /// <param name="featureColumn">Slots without a name are called by this and their number.</param>
    /// <exception cref="ArgumentException">There is another number of names.</exception>
    public static NamedModel Of(LinearModelParameters model, VBuffer<ReadOnlyMemory<char>> slotNames, string featureColumn)
    {
        if (slotNames.Length != 0 && slotNames.Length != model.Weights.Count)
            throw new ArgumentException($"There must be one name per weight, got {slotNames.Length} names for {model.Weights.Count} weights. Pass the slot names of the column that the model was trained on.", nameof(slotNames));
        ReadOnlyMemory<char>[] given = slotNames.Length == 0 ? new ReadOnlyMemory<char>[model.Weights.Count] : [.. slotNames.DenseValues()];
        return new(model, [.. given.Select((name, j) => name.IsEmpty ? $"{featureColumn}[{j}]" : name.ToString())]);
    }

    /// <summary>The model with the names in its feature column.</summary>
    /// <exception cref="ArgumentException">The column is missing, or is not one that the model was trained on.</exception>
    public static NamedModel Of(LinearModelParameters model, DataViewSchema schema, string featureColumn)
    {
        int size = model.Weights.Count;
        string found = schema.GetColumnOrNull(featureColumn) is DataViewSchema.Column column ? column.Type.ToString()! : "no such column";
        if (schema.GetColumnOrNull(featureColumn)?.Type is not VectorDataViewType { ItemType: NumberDataViewType item } vector
            || vector.Size != size || item.RawType != typeof(float))
        {
            throw new ArgumentException($"Column '{featureColumn}' must be the vector of {size} Single that the model was trained on, got {found}. Pass the data as the model sees it, behind all transforms: model.Transform(data) is such.", nameof(schema));
        }

        VBuffer<ReadOnlyMemory<char>> slotNames = default;
        DataViewSchema.Column features = schema[featureColumn];
        if (features.HasSlotNames()) features.GetSlotNames(ref slotNames);
        return Of(model, slotNames, featureColumn);
    }

    /// <summary>The coefficients.</summary>
    /// <param name="examples">What the model is used on, for standardised weights; null: none.</param>
    /// <param name="errors">Standard errors; null: none.</param>
    public CoefficientTable ToTable(Examples? examples = null, StandardErrors? errors = null)
    {
        double[]? deviations = examples is null ? null : FeatureMoments.Of(examples.Features, SharesOf(examples)).Deviations;
        Coefficient intercept = new(InterceptName, Linear.Intercepts[0]) { StandardError = errors?.Intercept };
        Coefficient[] features = [.. names.Select((name, j) => new Coefficient(name, Linear.Weights[j])
        {
            StandardizedWeight = deviations is null ? null : Linear.Weights[j] * deviations[j],
            StandardError = errors?.Weights[j],
        })];
        return new(intercept, features) { Scale = errors?.Scale, DegreesOfFreedom = errors?.DegreesOfFreedom };
    }

    private static double[] SharesOf(Examples examples)
    {
        int n = examples.Features.RowCount;
        double total = examples.Weights?.Sum() ?? n;
        return [.. Enumerable.Range(0, n).Select(i => (examples.Weights?[i] ?? 1) / total)];
    }
}
