using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;
using MlNetLosses.Interop;

namespace MlNetLosses.Contrastive.Training;

/// <summary>The column that the encoder is learnt from, and what makes numbers of it where it holds images of ML.NET's type.</summary>
/// <param name="catalog">Where the transforms for images come from.</param>
/// <param name="name">The user's column: a known-size vector of Single, or MLImage.</param>
/// <param name="output">The column of embeddings.</param>
/// <param name="shape">Of the images; null: table rows.</param>
internal sealed class InputColumn(TransformsCatalog catalog, string name, string output, ImageShape? shape)
{
    /// <summary>The vector that the encoder takes: the column itself, or the pixels extracted from it.</summary>
    public string VectorName(DataViewSchema schema) => schema[name].Type is ImageDataViewType ? PixelName : name;

    private string PixelName => output + ".Pixels";

    /// <summary>Checks that the column is there and of a type that can be learnt from.</summary>
    /// <returns>The columns that the fitted model adds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing, or of another type.</exception>
    /// <exception cref="ArgumentException">The column holds images, and their shape is not one that they can be brought to.</exception>
    public IEnumerable<SchemaShape.Column> Check(SchemaShape schema, IExceptionContext context)
    {
        SchemaShape.Column column = schema.FirstOrDefault(candidate => candidate.Name == name);
        if (column.Name is null) throw NativeSchema.MissingColumn(context, "inputSchema", "input", name);
        bool isImage = column.ItemType is ImageDataViewType;
        SchemaShape.Column vector = Vector(name);
        if (!isImage && !NativeSchema.IsCompatibleWith(ref vector, column))
            throw NativeSchema.WrongColumnType(context, "inputSchema", "input", name, NativeSchema.GetTypeString(ref vector) + " or an image", NativeSchema.GetTypeString(ref column));
        if (isImage && shape is not { Channels: 1 or 3 })
            throw new ArgumentException($"ImageShape must have 1 or 3 channels where column '{name}' holds images, got {shape?.ToString() ?? "null"}. Set it to the shape that the images are to be resized to.");
        return isImage ? [Vector(PixelName), Vector(output)] : [Vector(output)];
    }

    /// <summary>Checks the length of the vectors.</summary>
    /// <exception cref="ArgumentException">It is not that of the images.</exception>
    public void CheckLength(DataViewSchema schema)
    {
        if (shape is ImageShape images && schema[name].Type is VectorDataViewType vector && vector.Size != images.Length)
            throw new ArgumentException($"Column '{name}' must be a vector of {images.Length} pixels, {images}, got {vector.Size}. Correct ImageShape, or leave it at null for table rows.");
    }

    /// <summary>What brings images to their shape and extracts their pixels, fitted; nothing for vectors.</summary>
    public ITransformer[] Prepare(IDataView data)
    {
        if (data.Schema[name].Type is not ImageDataViewType) return [];
        bool isGrey = shape!.Value.Channels == 1;
        EstimatorChain<ITransformer> sized = new EstimatorChain<ITransformer>().Append<ITransformer>(catalog.ResizeImages(
            PixelName, shape.Value.Width, shape.Value.Height, name, ImageResizingEstimator.ResizingKind.Fill));
        if (isGrey) sized = sized.Append<ITransformer>(catalog.ConvertToGrayscale(PixelName));
        EstimatorChain<ImagePixelExtractingTransformer> pixels = sized.Append(catalog.ExtractPixels(
            PixelName, colorsToExtract: isGrey ? ImagePixelExtractingEstimator.ColorBits.Red : ImagePixelExtractingEstimator.ColorBits.Rgb));
        return [pixels.Fit(data)];
    }

    private static SchemaShape.Column Vector(string name) =>
        NativeSchema.Column(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, null);
}
