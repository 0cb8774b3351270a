using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

/// <summary>The bits of scores, one line a row.</summary>
internal static class Scores
{
    public static IEnumerable<string> Of(IDataView scored)
    {
        IEnumerable<float[]> rows = scored.Schema["Score"].Type is VectorDataViewType
            ? scored.GetColumn<float[]>("Score")
            : scored.GetColumn<float>("Score").Select(score => new[] { score });
        if (scored.Schema.GetColumnOrNull("Probability") is not null)
            rows = rows.Zip(scored.GetColumn<float>("Probability"), (row, probability) => (float[])[.. row, probability]);
        return rows.Select(row => string.Join(' ', row.Select(value => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture))));
    }
}
