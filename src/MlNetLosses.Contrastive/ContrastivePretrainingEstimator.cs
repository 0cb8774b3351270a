using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive.Interop;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Training;
using MlNetLosses.Interop;
using MlNetLosses.Trainers;

namespace MlNetLosses.Contrastive;

/// <summary>Learns an embedding of images or table rows without labels: two random views of an example shall be alike, and unlike those of others.</summary>
/// <remarks>
/// <para>
/// The method is SimCLR's: an encoder turns a view into features h and those into an output z, a projection head turns z into y, and
/// the loss compares the y of all views of a batch by their cosines. The head is dropped after training; the embedding is h or z.
/// </para>
/// <para>
/// The result is ML.NET's own <see cref="OnnxTransformer"/>, which adds the column of embeddings, <c>Vector&lt;Single, 1, d&gt;</c>. It saves,
/// loads and predicts in processes that have Microsoft.ML.OnnxTransformer and ONNX Runtime but not this package. For an <c>MLImage</c> column the chain
/// first resizes images and extracts their pixels into a column of the output's name and <c>.Pixels</c>. Dispose of it to delete its temporary file at once; the
/// process does so at its end.
/// </para>
/// <para>A second fit on the same data gives the same bits, on any number of threads of a machine with the same vector units.</para>
/// <para>
/// Source: T. Chen, S. Kornblith, M. Norouzi, G. Hinton, "A Simple Framework for Contrastive Learning of Visual Representations", ICML 2020; for tables:
/// D. Bahri, H. Jiang, Y. Tay, D. Metzler, "SCARF: Self-Supervised Contrastive Learning using Random Feature Corruption", ICLR 2022.
/// </para>
/// </remarks>
public sealed class ContrastivePretrainingEstimator : IEstimator<TransformerChain<OnnxTransformer>>
{
    private readonly IHost host;
    private readonly string output;
    private readonly InputColumn input;
    private readonly ContrastiveOptions options;
    private readonly int seed;

    internal ContrastivePretrainingEstimator(
        IHostEnvironment env, TransformsCatalog catalog, string outputColumnName, string inputColumnName, ContrastiveOptions options)
    {
        OptionCheck.ColumnName(outputColumnName);
        OptionCheck.ColumnName(inputColumnName);
        host = env.Register(nameof(ContrastivePretrainingEstimator));
        this.options = options.CheckedCopy();
        output = outputColumnName;
        input = new(catalog, inputColumnName, outputColumnName, this.options.ImageShape);
        seed = this.options.Seed ?? host.Rand.Next();
    }

    /// <summary>Trains an encoder.</summary>
    /// <param name="input">Data that has the columns that were named.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing, or of another type.</exception>
    /// <exception cref="ArgumentException">The data is not fit for training; the message says where, and what to do.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to resume from is damaged, foreign or of another training.</exception>
    /// <exception cref="InvalidOperationException">The training diverged: the loss is no longer finite.</exception>
    /// <exception cref="IOException">The temporary folder or the checkpoint cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for, and there is no encoder to keep.</exception>
    public TransformerChain<OnnxTransformer> Fit(IDataView input) => Fit(input, out _);

    /// <summary>Trains an encoder, and says how it went.</summary>
    /// <param name="input"><inheritdoc cref="Fit(IDataView)" path="/param[@name='input']"/></param>
    /// <param name="summary">How the training went, epoch by epoch.</param>
    /// <inheritdoc cref="Fit(IDataView)" path="/exception"/>
    public TransformerChain<OnnxTransformer> Fit(IDataView input, out ContrastiveSummary summary)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckSchema(NativeSchema.ShapeOf(input.Schema));
        this.input.CheckLength(input.Schema);
        _ = TemporaryFolder.Of(host);    // told now, not after the training
        if (options.CheckpointPath is string path) Checkpoint.CheckPath(path, options.Resume);

        using IChannel channel = host.Start("Pretraining");
        ITransformer[] preparation = this.input.Prepare(input);
        IDataView prepared = preparation.Aggregate(input, (data, transformer) => transformer.Transform(data));
        string vectorName = this.input.VectorName(input.Schema);
        long start = Stopwatch.GetTimestamp();
        ExampleReader reader = new(vectorName, options.LabelColumnName, options.MonitorLabelColumnName, options.ImageShape is null ? null : options.MaximumPixel);
        Examples examples = reader.Read(prepared, CheckAlive);
        TimeSpan readingTime = Stopwatch.GetElapsedTime(start);

        start = Stopwatch.GetTimestamp();
        using Chunks chunks = new(options.NumberOfThreads ?? Environment.ProcessorCount);
        Pretraining pretraining = new(options, seed, examples, chunks, channel);
        summary = pretraining.Run(CheckAlive) with { ReadingTime = readingTime, TrainingTime = Stopwatch.GetElapsedTime(start) };
        channel.Info(MessageSensitivity.None, "{0}", summary);
        OnnxTransformer encoder = EncoderTransformer.Create(host, pretraining.ToOnnx(vectorName, output));
        return new([.. preparation, encoder]);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        Dictionary<string, SchemaShape.Column> columns = inputSchema.ToDictionary(column => column.Name);
        foreach (SchemaShape.Column column in CheckSchema(inputSchema)) columns[column.Name] = column;
        return new(columns.Values);
    }

    private IEnumerable<SchemaShape.Column> CheckSchema(SchemaShape schema)
    {
        if (options.LabelColumnName is string label) ClassReader.Check(schema, label, host);
        if (options.MonitorLabelColumnName is string monitorLabel) ClassReader.Check(schema, monitorLabel, host);
        return input.Check(schema, host);
    }

    private void CheckAlive()
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        NativeSchema.CheckAlive(host);
    }
}
