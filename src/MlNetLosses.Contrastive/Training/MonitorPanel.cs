using MlNetLosses.Contrastive.Monitors;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Training;

/// <summary>Measures the monitors, on the views of the last batch and on a fixed choice of examples as they are.</summary>
internal sealed class MonitorPanel
{
    private const int MostExamples = 1024;

    private readonly PretrainingTask task;
    private readonly int[] chosen;                  // rows of the data, evenly spread
    private readonly int[]? labels;                 // of those
    private readonly float[] outputs;               // z, chosen × OutputLength
    private readonly float[] embeddings;            // chosen × EmbeddingLength; only with labels

    /// <param name="task">With its encoder.</param>
    /// <param name="monitorLabels">Classes of the examples, −1 where unknown; null: no accuracy is measured.</param>
    public MonitorPanel(PretrainingTask task, int[]? monitorLabels)
    {
        this.task = task;
        int[] candidates = [.. Enumerable.Range(0, task.Rows.Count).Where(row => monitorLabels is null || monitorLabels[row] >= 0)];
        bool measuresAccuracy = monitorLabels is not null && candidates.Length >= 4;
        if (!measuresAccuracy) candidates = [.. Enumerable.Range(0, task.Rows.Count)];
        int count = Math.Min(candidates.Length, MostExamples);
        chosen = [.. Enumerable.Range(0, count).Select(i => candidates[(int)((long)i * candidates.Length / count)])];
        labels = measuresAccuracy ? [.. chosen.Select(row => monitorLabels![row])] : null;
        outputs = new float[count * task.Encoder.OutputLength];
        embeddings = new float[measuresAccuracy ? count * task.EmbeddingLength : 0];
    }

    /// <summary>Measures all.</summary>
    /// <param name="views">y of the last batch, its rows close together: first the views 0, then the views 1.</param>
    /// <param name="length">Values of a row.</param>
    public ContrastiveMonitors Measure(ReadOnlySpan<float> views, int length)
    {
        Embed();
        ContrastiveMonitors monitors = new(
            Alignment.Value(views, length), Uniformity.Value(views[..(views.Length / 2)], length), EffectiveRank.Value(outputs, task.Encoder.OutputLength));
        if (labels is null) return monitors;
        ReadOnlySpan<float> embedded = embeddings;
        int width = task.EmbeddingLength, half = chosen.Length / 2;
        return monitors with
        {
            NearestNeighborAccuracy = NearestNeighbors.LeaveOneOutAccuracy(embedded, labels, width),
            LinearProbeAccuracy = LinearProbe.Accuracy(embedded[..(half * width)], labels.AsSpan(0, half), embedded[(half * width)..], labels.AsSpan(half), width),
        };
    }

    private void Embed()
    {
        IEncoder encoder = task.Encoder;
        for (int start = 0; start < chosen.Length; start += encoder.Capacity)
        {
            int rows = Math.Min(encoder.Capacity, chosen.Length - start);
            for (int i = 0; i < rows; i++) encoder.SetInput(i, task.Rows[chosen[start + i]]);
            encoder.Forward(rows, training: false);
            for (int i = 0; i < rows; i++)
            {
                encoder.Output.Span.Slice(i * encoder.OutputStride, encoder.OutputLength).CopyTo(outputs.AsSpan((start + i) * encoder.OutputLength));
                if (embeddings.Length > 0) task.CopyEmbedding(i, embeddings.AsSpan((start + i) * task.EmbeddingLength, task.EmbeddingLength));
            }
        }
    }
}
