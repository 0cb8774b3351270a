using System.Diagnostics;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Contrastive.Network;
using MlNetLosses.Contrastive.Network.Optimizers;

namespace MlNetLosses.Contrastive.Training;

/// <summary>Trains an encoder: two views of each example of a batch go through the same network, and the loss compares them.</summary>
/// <remarks>
/// The order of the examples and the views of each are drawn from the seed, the epoch and the row alone, so that a training that is
/// resumed after an epoch does what it would have done, and no bit depends on the number of threads. A step allocates nothing.
/// </remarks>
internal sealed class ContrastiveTrainer
{
    private const int ReportsPerEpoch = 10;
    private const ulong OrderPurpose = ulong.MaxValue;    // no row has this number

    private readonly ContrastiveOptions options;
    private readonly PretrainingTask task;
    private readonly Chunks chunks;
    private readonly IEncoder encoder;
    private readonly TrainingObjective objective;
    private readonly IOptimizer optimizer;
    private readonly Parameter[] parameters;
    private readonly LearningRateSchedule schedule;
    private readonly MonitorPanel monitors;
    private readonly Action<int> makeViews;
    private readonly Tensor[] best;
    private readonly Tensor views, scratch;
    private readonly int[]? labels;
    private readonly int[] order, batchLabels;
    private readonly ulong seed;
    private readonly List<ContrastiveProgress> history = [];
    private int epoch, batchStart, bestEpoch;
    private int steps;

    /// <param name="options">Checked.</param>
    /// <param name="seed">Of order and views.</param>
    /// <param name="task">Its encoder has room for the two views of each example of a batch.</param>
    /// <param name="labels">Of the examples, for a supervised loss; or null.</param>
    /// <param name="batchSize">Examples a step, no more than there are.</param>
    /// <param name="monitors">What is measured after each epoch.</param>
    /// <param name="chunks">The threads, shared with the encoder.</param>
    public ContrastiveTrainer(
        ContrastiveOptions options, int seed, PretrainingTask task, int[]? labels, int batchSize, MonitorPanel monitors, Chunks chunks)
    {
        (this.options, this.seed, this.task, this.labels, BatchSize, this.monitors, this.chunks) = (options, (ulong)seed, task, labels, batchSize, monitors, chunks);
        encoder = task.Encoder;
        objective = new(options, encoder, chunks, this.seed);
        parameters = [.. encoder.Parameters, .. objective.Parameters];
        optimizer = options.Optimizer == OptimizerKind.Lars
            ? new Lars(parameters, options.WeightDecay)
            : new AdamW(parameters, options.WeightDecay);
        StepsPerEpoch = task.Rows.Count / batchSize;
        int totalSteps = checked(StepsPerEpoch * options.Epochs);
        schedule = new(options.LearningRate, Math.Min(options.WarmUpSteps, totalSteps / 2), totalSteps);
        best = [.. EncoderTensors().Select(tensor => new Tensor(tensor.Length))];
        views = new(Chunks.Count * encoder.InputLength);
        scratch = new(Chunks.Count * encoder.InputLength);
        order = new int[task.Rows.Count];
        batchLabels = new int[labels is null ? 0 : batchSize];
        makeViews = MakeViews;
    }

    public int BatchSize { get; }

    public int StepsPerEpoch { get; }

    public int ParameterCount => parameters.Sum(parameter => parameter.Value.Length);

    /// <summary>One entry for each epoch done.</summary>
    public IReadOnlyList<ContrastiveProgress> History => history;

    /// <summary>The epoch with the lowest loss, from 1; 0 before the first is done.</summary>
    public int BestEpoch => bestEpoch;

    /// <summary>Trains until the last epoch is done.</summary>
    /// <param name="checkAlive">Called before each step; throws to cancel.</param>
    /// <param name="report">Told ten times an epoch.</param>
    /// <param name="epochDone">Called after each epoch, when all state is that of its end.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer finite.</exception>
    public void Train(Action checkAlive, Action<ContrastiveProgress> report, Action epochDone)
    {
        long start = Stopwatch.GetTimestamp();
        for (epoch = history.Count; epoch < options.Epochs; epoch++)
        {
            long epochStart = Stopwatch.GetTimestamp();
            Shuffle();
            double sum = 0;
            for (int step = 1; step <= StepsPerEpoch; step++)
            {
                checkAlive();
                double rate = schedule.At(steps);
                sum += Step((step - 1) * BatchSize, rate);
                if (step == StepsPerEpoch) EndEpoch(Progress());
                else if (step * ReportsPerEpoch / StepsPerEpoch != (step - 1) * ReportsPerEpoch / StepsPerEpoch) report(Progress());

                ContrastiveProgress Progress() => new(
                    epoch + 1, options.Epochs, (double)step / StepsPerEpoch, sum / step, rate,
                    (double)step * BatchSize / Stopwatch.GetElapsedTime(epochStart).TotalSeconds, Stopwatch.GetElapsedTime(start));
            }

            report(history[^1]);
            epochDone();
        }
    }

    /// <summary>Makes the encoder that of the best epoch.</summary>
    public void RestoreBest() => Copy(best, EncoderTensors());

    /// <summary>Writes all that decides how the training goes on.</summary>
    public void Save(string path, SortedDictionary<string, string> settings) =>
        Checkpoint.Write(path, new(settings, steps, bestEpoch, history), AllTensors());

    /// <summary>Goes on from where another training of the same settings was.</summary>
    /// <exception cref="InvalidDataException">The file is not such a training's checkpoint.</exception>
    public void Load(string path, SortedDictionary<string, string> settings)
    {
        CheckpointHeader header = Checkpoint.Read(path, settings, [.. AllTensors()]);
        history.AddRange(header.History);
        (steps, bestEpoch) = (header.Steps, header.BestEpoch);
        optimizer.Steps = header.Steps;
    }

    private double Step(int batchStart, double rate)
    {
        this.batchStart = batchStart;
        chunks.Run(makeViews);
        for (int i = 0; i < batchLabels.Length; i++) batchLabels[i] = labels![order[batchStart + i]];
        encoder.Forward(2 * BatchSize, training: true);
        double loss = objective.Evaluate(BatchSize, batchLabels);
        if (!double.IsFinite(loss))
            throw new InvalidOperationException(FormattableString.Invariant($"The loss must stay finite, got {loss} in epoch {this.epoch + 1} at step {steps + 1}. Lower LearningRate, now {options.LearningRate}, or set MaximumGradientNorm."));
        encoder.Backward(2 * BatchSize);
        if (options.MaximumGradientNorm is double maximum) GradientClipping.Clip(parameters, maximum);
        optimizer.Step(rate);
        steps++;
        return loss;
    }

    /// <summary>Views 0 of the batch's examples go to its first half of rows, views 1 to the second.</summary>
    private void MakeViews(int chunk)
    {
        Span<float> view = views.Span.Slice(chunk * encoder.InputLength, encoder.InputLength);
        Span<float> scratch = this.scratch.Span.Slice(chunk * encoder.InputLength, encoder.InputLength);
        (int from, int to) = Chunks.Range(chunk, 2 * BatchSize);
        for (int row = from; row < to; row++)
        {
            int which = row / BatchSize, example = order[batchStart + row % BatchSize];
            SplitMix64 random = SplitMix64.For(seed, (ulong)epoch, (ulong)example, (ulong)which);
            task.DrawView(example, which, view, scratch, ref random);
            encoder.SetInput(row, view);
        }
    }

    private void Shuffle()
    {
        SplitMix64 random = SplitMix64.For(seed, (ulong)epoch, OrderPurpose, 0);
        for (int i = 0; i < order.Length; i++)
        {
            int j = random.Below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }

    private void EndEpoch(ContrastiveProgress progress)
    {
        double best = bestEpoch == 0 ? double.PositiveInfinity : history[bestEpoch - 1].Loss;
        history.Add(progress with { Monitors = monitors.Measure(objective.CopyProjections(BatchSize), options.ProjectionLength) });
        if (progress.Loss >= best) return;
        bestEpoch = history.Count;
        Copy(EncoderTensors(), this.best);
    }

    private static void Copy(IEnumerable<Tensor> from, IEnumerable<Tensor> to)
    {
        foreach ((Tensor source, Tensor target) in from.Zip(to)) source.Span.CopyTo(target.Span);
    }

    private IEnumerable<Tensor> EncoderTensors() => [.. encoder.Parameters.Select(parameter => parameter.Value), .. encoder.Statistics];

    private IEnumerable<Tensor> AllTensors() =>
        [.. EncoderTensors(), .. objective.Parameters.Select(parameter => parameter.Value), .. optimizer.State, .. best];
}
