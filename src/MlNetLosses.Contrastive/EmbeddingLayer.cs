namespace MlNetLosses.Contrastive;

/// <summary>Which layer of the encoder is the embedding.</summary>
public enum EmbeddingLayer
{
    /// <summary>h: for images the last block's map, flattened; for tables the last hidden layer. The better of the two for linear models.</summary>
    Features,

    /// <summary>
    /// For images: h, and after it the middle block's map, flattened. Better than h where there are many labels (from 1,000 on, say), and larger:
    /// at 28 × 28 with the default channels 2,720 values instead of 1,152.
    /// </summary>
    FeaturesAndMiddleBlock,

    /// <summary>z: the fully connected layer after h. Shorter.</summary>
    Output,
}
