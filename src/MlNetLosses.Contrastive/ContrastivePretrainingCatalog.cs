using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive;
using MlNetLosses.Interop;

namespace Microsoft.ML;

/// <summary>Contrastive pretraining among ML.NET's transforms.</summary>
public static class ContrastivePretrainingCatalog
{
    /// <summary>Learns an embedding of images or table rows without labels.</summary>
    /// <remarks><inheritdoc cref="ContrastivePretrainingEstimator" path="/remarks/node()"/></remarks>
    /// <param name="catalog">The transforms catalog.</param>
    /// <param name="outputColumnName">The column of embeddings.</param>
    /// <param name="inputColumnName">A known-size vector of Single, or a column of <see cref="MLImage"/>; null: the one that <paramref name="outputColumnName"/> names.</param>
    /// <param name="options">What the pretraining can be told; null: a table, with all defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">A column name is empty, or options do not go together.</exception>
    public static ContrastivePretrainingEstimator ContrastivePretraining(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, ContrastiveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new(NativeSchema.Environment(catalog), catalog, outputColumnName, inputColumnName ?? outputColumnName, options ?? new());
    }
}
