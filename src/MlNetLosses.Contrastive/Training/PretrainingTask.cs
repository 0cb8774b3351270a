using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Training;

/// <summary>What differs between images and tables: how a view is made, the encoder, and its ONNX model.</summary>
/// <param name="layer">The embedding.</param>
internal abstract class PretrainingTask(EmbeddingLayer layer)
{
    /// <summary>The examples as the encoder takes them, before augmentation.</summary>
    public abstract IReadOnlyList<float[]> Rows { get; }

    /// <summary>The encoder.</summary>
    public abstract IEncoder Encoder { get; }

    /// <summary>Values of the embedding.</summary>
    public virtual int EmbeddingLength => layer == EmbeddingLayer.Output ? Encoder.OutputLength : Encoder.FeatureLength;

    /// <summary>The embedding of a row of the encoder's batch after a forward pass, as the ONNX model gives it.</summary>
    public virtual void CopyEmbedding(int row, Span<float> embedding)
    {
        if (layer == EmbeddingLayer.Output) Encoder.Output.Span.Slice(row * Encoder.OutputStride, Encoder.OutputLength).CopyTo(embedding);
        else Encoder.CopyFeatures(row, embedding);
    }

    /// <summary>Makes a view of an example. Called on several threads at once.</summary>
    /// <param name="example">Its row.</param>
    /// <param name="view">0 or 1.</param>
    /// <param name="destination">Receives the view: as many values as an example.</param>
    /// <param name="scratch">As many numbers, with any content, of the calling thread's own.</param>
    /// <param name="random">The view's generator.</param>
    public abstract void DrawView(int example, int view, Span<float> destination, Span<float> scratch, ref SplitMix64 random);

    /// <summary>The encoder as it is, from the user's values to the embedding, as an ONNX model.</summary>
    /// <param name="input">The input's name.</param>
    /// <param name="output">The output's name.</param>
    public abstract OnnxModel ToOnnx(string input, string output);
}
