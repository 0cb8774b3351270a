namespace MlNetLosses.Contrastive;

/// <summary>Which layer of the encoder is the embedding.</summary>
public enum EmbeddingLayer
{
    /// <summary>h: for images the last block's map, flattened; for tables the last hidden layer. The better of the two for linear models.</summary>
    Features,

    /// <summary>z: the fully connected layer after h. Shorter.</summary>
    Output,
}
