using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Training;

/// <summary>Pretraining on table rows: features of mean 0 and variance 1, a multilayer perceptron.</summary>
internal sealed class TableTask : PretrainingTask
{
    private readonly ContrastiveOptions options;
    private readonly float[][] rows;
    private readonly float[] means, inverseDeviations;
    private readonly MlpEncoder encoder;

    /// <param name="options">Checked.</param>
    /// <param name="rows">All of one length; standardised in place.</param>
    /// <param name="capacity">Rows of a batch.</param>
    /// <param name="chunks">The threads.</param>
    /// <param name="seed">Of the weights.</param>
    public TableTask(ContrastiveOptions options, float[][] rows, int capacity, Chunks chunks, int seed)
        : base(options.Embedding)
    {
        (this.options, this.rows) = (options, rows);
        (means, inverseDeviations) = Moments(rows);
        foreach (float[] row in rows)
        {
            TensorPrimitives.Subtract(row, means, row);
            TensorPrimitives.Multiply(row, inverseDeviations, row);
        }

        encoder = new(means.Length, options.HiddenUnits, options.OutputLength, capacity, chunks, (ulong)seed);
    }

    public override IReadOnlyList<float[]> Rows => rows;

    public override IEncoder Encoder => encoder;

    public override void DrawView(int example, int view, Span<float> destination, Span<float> scratch, ref SplitMix64 random)
    {
        rows[example].CopyTo(destination);
        foreach (ITableAugmentation augmentation in options.TableAugmentations!) augmentation.Apply(destination, view, rows, ref random);
    }

    public override OnnxModel ToOnnx(string input, string output)
    {
        DenseWeights[] layers = encoder.Layers();
        return TableEncoderGraph.Build(
            input, output, means, inverseDeviations, layers[..^1], options.Embedding == EmbeddingLayer.Output ? layers[^1] : null);
    }

    /// <summary>A feature that is constant here has an inverse deviation of 0: it says nothing, wherever it may go later.</summary>
    private static (float[] Means, float[] InverseDeviations) Moments(float[][] rows)
    {
        int length = rows[0].Length;
        float[] means = new float[length], inverseDeviations = new float[length];
        for (int j = 0; j < length; j++)
        {
            double mean = 0, squares = 0;
            foreach (float[] row in rows) mean += row[j];
            mean /= rows.Length;
            foreach (float[] row in rows) squares += (row[j] - mean) * (row[j] - mean);
            double deviation = Math.Sqrt(squares / rows.Length);
            means[j] = (float)mean;
            inverseDeviations[j] = deviation > 1e-7 * Math.Abs(mean) ? (float)(1 / deviation) : 0;
        }

        return (means, inverseDeviations);
    }
}
