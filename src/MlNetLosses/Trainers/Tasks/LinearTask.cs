using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using MlNetLosses.Interop;

namespace MlNetLosses.Trainers.Tasks;

/// <summary>What a linear model is for: the labels it learns from, the columns it adds, and the native ML.NET model that holds it.</summary>
/// <typeparam name="TTransformer">ML.NET's prediction transformer.</typeparam>
internal abstract class LinearTask<TTransformer>
{
    /// <summary>ML.NET's name of the column of scores.</summary>
    private protected const string Score = "Score";

    /// <summary>ML.NET's name of the column of classes.</summary>
    private protected const string PredictedLabel = "PredictedLabel";

    /// <summary>What the label column must hold.</summary>
    public abstract LabelKind Labels { get; }

    /// <summary>Whether scores must be calibrated to become probabilities.</summary>
    public virtual bool NeedsCalibration => false;

    /// <summary>The columns that the transformer adds.</summary>
    /// <param name="label">The label column of the input.</param>
    public abstract IEnumerable<SchemaShape.Column> OutputColumns(SchemaShape.Column label);

    /// <summary>The transformer around the native model.</summary>
    public abstract TTransformer CreateTransformer(IHostEnvironment env, RoundedModel model, DataViewSchema schema, TrainerColumns columns);

    /// <summary>A scalar output column.</summary>
    private protected static SchemaShape.Column Scalar(string name, DataViewType type, bool isNormalized = false) =>
        NativeSchema.Column(name, SchemaShape.Column.VectorKind.Scalar, type, false, new(NativeModels.OutputAnnotations(isNormalized)));
}
