using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>The bits of embeddings, one line a row.</summary>
internal static class Embeddings
{
    public static IEnumerable<string> Of(IDataView embedded) => embedded.GetColumn<float[]>("Embedding")
        .Select(row => string.Join(' ', row.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture))));
}
