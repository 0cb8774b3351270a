using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Benchmarks.Peers.Scale;

/// <summary>Two overlapping classes of any size, made row by row as they are read, so that they take no memory of their own.</summary>
/// <param name="Rows">n.</param>
/// <param name="Columns">d.</param>
/// <param name="Density">The share of entries that are not 0; 1: dense.</param>
internal sealed record SyntheticRows(int Rows, int Columns, double Density)
{
    private const double Noise = 0.5;

    private int EntriesPerRow => Density < 1 ? Math.Max(1, (int)(Density * Columns)) : Columns;

    /// <summary>Bytes of the matrix: 4 per dense entry, 8 per sparse one.</summary>
    public double MatrixBytes => (Density < 1 ? 8.0 : 4.0) * Rows * EntriesPerRow;

    /// <summary>Rows whose number is not known before they are read, as from a text file.</summary>
    public IDataView View(MLContext ml)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Columns);
        return ml.Data.LoadFromEnumerable(Create(), schema);
    }

    private IEnumerable<Row> Create()
    {
        ulong state = 88172645463325252;
        float[] weights = new float[Columns];
        for (int j = 0; j < Columns; j++) weights[j] = Next(ref state);
        float scale = (float)(1 / Math.Sqrt(EntriesPerRow / 9.0));      // the score then has variance 1
        float[] values = new float[EntriesPerRow];
        int[] slots = new int[EntriesPerRow];
        Row row = new();
        for (int i = 0; i < Rows; i++)
        {
            float score = 0;
            for (int k = 0; k < values.Length; k++)
            {
                values[k] = Next(ref state);
                int first = (int)((long)k * Columns / values.Length), end = (int)((long)(k + 1) * Columns / values.Length);
                slots[k] = end - first == 1 ? first : first + (int)((0.5f + 0.5f * Next(ref state)) * (end - first - 1));
                score += values[k] * weights[slots[k]];
            }

            row.Features = Density < 1 ? new(Columns, values.Length, values, slots) : new(Columns, values);
            row.Label = scale * score + Noise * Next(ref state) > 0;
            yield return row;
        }
    }

    /// <summary>Uniform in [−1, 1): xorshift of 64 bits, because data must not take longer to make than to read.</summary>
    private static float Next(ref ulong state)
    {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return (int)(state >> 32) * (1f / (1u << 31));
    }

    private sealed class Row
    {
        public VBuffer<float> Features { get; set; }

        public bool Label { get; set; }
    }
}
