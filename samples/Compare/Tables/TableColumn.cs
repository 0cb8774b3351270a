using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>One typed column of a <see cref="TableView"/>.</summary>
internal abstract record TableColumn(string Name, DataViewType Type, DataViewSchema.Annotations? Annotations)
{
    /// <summary>A getter of ML.NET's kind for the row that <paramref name="current"/> names.</summary>
    public abstract Delegate Getter(Func<int> current);
}

/// <inheritdoc/>
internal sealed record TableColumn<T>(string Name, DataViewType Type, T[] Values, DataViewSchema.Annotations? Annotations = null)
    : TableColumn(Name, Type, Annotations)
{
    public override Delegate Getter(Func<int> current) => (ValueGetter<T>)((ref T value) => value = Values[current()]);
}
