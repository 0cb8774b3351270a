using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Interop;

/// <summary>The columns of a data view that examples are read from.</summary>
/// <param name="Features">Known-size vector of Single.</param>
/// <param name="Label">As <paramref name="LabelKind"/> says; null: no labels.</param>
/// <param name="Weight">Single; null: no weights.</param>
/// <param name="Group">Key, text or number; null: no groups.</param>
/// <param name="LabelKind">What the label column must hold.</param>
internal sealed record ExampleColumns(
    DataViewSchema.Column Features, DataViewSchema.Column? Label, DataViewSchema.Column? Weight, DataViewSchema.Column? Group, LabelKind LabelKind)
{
    /// <summary>p.</summary>
    public int FeatureCount => ((VectorDataViewType)Features.Type).Size;

    /// <summary>Rows with these columns active, in their order.</summary>
    /// <remarks>A set of one cursor keeps the order and, behind transforms, reads faster than a single cursor does.</remarks>
    public DataViewRowCursor OpenCursor(IDataView data) =>
        data.GetRowCursorSet(new[] { Features, Label, Weight, Group }.OfType<DataViewSchema.Column>(), 1)[0];
}
