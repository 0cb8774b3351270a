using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Tests.Reference;

namespace MlNetLosses.Tests;

/// <summary>Stackloss as a data view: a vector whose slots have R's names, and columns to build others from.</summary>
internal static class StacklossView
{
    public static string[] Names => ["Air.Flow", "Water.Temp", "Acid.Conc."];

    public static IDataView Of(MLContext mlContext)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(PlantDay));
        VBuffer<ReadOnlyMemory<char>> names = new(3, [.. Names.Select(name => name.AsMemory())]);
        schema["Features"].AddAnnotation("SlotNames", names, new VectorDataViewType(TextDataViewType.Instance, 3));
        return mlContext.Data.LoadFromEnumerable(
            Enumerable.Range(0, Stackloss.RowCount).Select(i => new PlantDay
            {
                Features = Stackloss.Features[(3 * i)..(3 * i + 3)],
                AirFlow = Stackloss.Features[3 * i],
                WaterTemp = Stackloss.Features[3 * i + 1],
                Label = (float)Stackloss.Labels[i],
                Weight = 1 + i % 3,
            }).ToList(),
            schema);
    }

    private sealed class PlantDay
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float AirFlow { get; set; }

        public float WaterTemp { get; set; }

        public float Sum => AirFlow + WaterTemp;

        public float Label { get; set; }

        public float Weight { get; set; }
    }
}
