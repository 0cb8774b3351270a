using Microsoft.ML.Runtime;
using MlNetLosses.Contrastive.Losses;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Training;

/// <summary>A training from its examples to its encoder: resuming, logging, checkpoints, cancellation.</summary>
internal sealed class Pretraining
{
    /// <summary>Below this effective rank an embedding counts as collapsed: all in one line.</summary>
    private const double CollapseRank = 2;

    /// <summary>Above this uniformity too: all in one point, around which small differences can still fill many directions.</summary>
    private const double CollapseUniformity = -0.05;

    private readonly ContrastiveOptions options;
    private readonly IChannel channel;
    private readonly ContrastiveTrainer trainer;
    private readonly SortedDictionary<string, string> settings;
    private readonly int examples;

    /// <param name="options">Checked.</param>
    /// <param name="seed">Of weights, order and views.</param>
    /// <param name="examples">At least two; their rows are scaled in place.</param>
    /// <param name="chunks">The threads.</param>
    /// <param name="channel">For the log.</param>
    public Pretraining(ContrastiveOptions options, int seed, Examples examples, Chunks chunks, IChannel channel)
    {
        (this.options, this.channel, this.examples) = (options, channel, examples.Rows.Length);
        int batchSize = Math.Min(options.BatchSize, this.examples);
        if (batchSize < options.BatchSize)
            Warn($"The batch is {batchSize} examples instead of {options.BatchSize}: there are no more.");
        if (options.Loss is NtXent { NegativesPerAnchor: int negatives } && negatives > 2 * batchSize - 2)
            throw new ArgumentException($"NegativesPerAnchor must be at most 2 · batch − 2 = {2 * batchSize - 2}, the negatives that an anchor has, got {negatives}. Lower it, or enlarge the batch.");
        if (options is { LossWeight: 0, EntropyForm: not EntropyForm.SwappedPrediction })
            Warn($"{options.EntropyForm} alone has a constant optimum: the embedding collapses. Give Loss a weight, or choose {nameof(EntropyForm.SwappedPrediction)}.");
        if (examples.Labels is int[] labels && Array.TrueForAll(labels, label => label < 0))
            Warn($"No row has a label in column '{options.LabelColumnName}': the loss is as without labels.");

        settings = options.CheckpointPath is null ? [] : CheckpointSettings.Of(options, seed, examples);
        Task = options.ImageShape is ImageShape shape
            ? new ImageTask(options, shape, examples.Rows, 2 * batchSize, chunks, seed)
            : new TableTask(options, examples.Rows, 2 * batchSize, chunks, seed);
        trainer = new(options, seed, Task, examples.Labels, batchSize, new(Task, examples.MonitorLabels), chunks);
    }

    /// <summary>The examples and the encoder.</summary>
    public PretrainingTask Task { get; }

    /// <summary>Trains.</summary>
    /// <param name="checkAlive">Called before each step; throws to cancel.</param>
    public ContrastiveSummary Run(Action checkAlive)
    {
        bool cancelled = false;
        try
        {
            if (options.Resume && File.Exists(options.CheckpointPath))
            {
                trainer.Load(options.CheckpointPath, settings);
                channel.Info(MessageSensitivity.None, "Resumed after epoch {0} from {1}.", trainer.History.Count, options.CheckpointPath);
            }

            trainer.Train(checkAlive, Report, WriteCheckpoint);
        }
        catch (OperationCanceledException) when (options.OnCancellation == CancellationBehavior.KeepBest && trainer.BestEpoch > 0)
        {
            cancelled = true;
            trainer.RestoreBest();
            Warn($"Cancelled: the encoder is that of epoch {trainer.BestEpoch}, the best of {trainer.History.Count}.");
        }

        int epoch = cancelled ? trainer.BestEpoch : options.Epochs;
        ContrastiveMonitors monitors = trainer.History[epoch - 1].Monitors!;
        bool collapsed = monitors.EffectiveRank < CollapseRank || monitors.Uniformity > CollapseUniformity;
        if (collapsed)
            Warn($"The embedding collapsed: its effective rank is {monitors.EffectiveRank:F1} and its uniformity {monitors.Uniformity:F3}, so examples can hardly be told apart. Check that they differ, weaken the augmentations, or give Loss a weight.");
        return new(trainer.History)
        {
            EncoderEpoch = epoch,
            Cancelled = cancelled,
            Examples = this.examples,
            BatchSize = trainer.BatchSize,
            EmbeddingLength = Task.EmbeddingLength,
            ParameterCount = trainer.ParameterCount,
            Collapsed = collapsed,
        };
    }

    /// <summary>The encoder that <see cref="Run"/> left, as an ONNX model.</summary>
    public OnnxModel ToOnnx(string input, string output) => Task.ToOnnx(input, output);

    private void Report(ContrastiveProgress progress)
    {
        if (progress.Monitors is ContrastiveMonitors monitors)
            channel.Info(
                MessageSensitivity.None, "Epoch {0} of {1}: loss {2:F4}, {3}, {4:F0} examples/s",
                progress.Epoch, progress.Epochs, progress.Loss, monitors, progress.ExamplesPerSecond);
        options.Progress?.Report(progress);
    }

    private void WriteCheckpoint()
    {
        int epoch = trainer.History.Count;
        if (options.CheckpointPath is string path && (epoch % options.EpochsPerCheckpoint == 0 || epoch == options.Epochs))
            trainer.Save(path, settings);
    }

    private void Warn(FormattableString message) => channel.Warning(MessageSensitivity.None, "{0}", FormattableString.Invariant(message));
}
