using System.Numerics.Tensors;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>Evaluates entropy maximisation of a batch of logits again and again, in memory of its own: no call allocates.</summary>
/// <remarks>
/// Every form's gradient by the logits of view i is of one shape, with ⟨P, t⟩ = Σ_k P_k t_k and M the mean of P:
/// <code>
/// (P ∘ (t − ⟨P, t⟩) + P − q) / N
/// PerSample           t = 0                 q = 1/K
/// BatchMean           t = log M             without P − q
/// SwappedPrediction   t = log M − log P_j   q = P_j
/// </code>
/// In double: differences of any two logits are finite. The bits are the same on any number of threads.
/// </remarks>
internal sealed class EntropyObjective
{
    /// <summary>Where no view has any probability left, M is taken for this, so that its logarithm is finite.</summary>
    private const double SmallestMean = 1e-300;

    private readonly int categories;
    private readonly Chunks chunks;
    private readonly double[] probabilities, logProbabilities, gradients;      // capacity × K
    private readonly double[] logMean;
    private readonly double[] chunkSums;                                        // of P, a row of K for each chunk
    private readonly double[] viewLosses;
    private readonly Action<int> normalize, predict, differentiate;
    private EntropyForm form;
    private int rows;

    /// <param name="capacity">The most rows that a batch has.</param>
    /// <param name="categories">K.</param>
    /// <param name="chunks">The threads, shared with their owner.</param>
    public EntropyObjective(int capacity, int categories, Chunks chunks)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 1);
        Capacity = capacity;
        this.categories = categories;
        this.chunks = chunks;
        probabilities = new double[checked(capacity * categories)];
        logProbabilities = new double[probabilities.Length];
        gradients = new double[probabilities.Length];
        logMean = new double[categories];
        chunkSums = new double[Chunks.Count * categories];
        viewLosses = new double[capacity];
        normalize = NormalizeChunk;
        predict = PredictChunk;
        differentiate = DifferentiateChunk;
    }

    /// <summary>The most rows that a batch has.</summary>
    public int Capacity { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="entropyForm">Which loss.</param>
    /// <param name="logits">Row i starts at i · stride. For swapped prediction rows i and i + rows/2 are the two views of one example.</param>
    /// <param name="stride">Values from one row to the next, at least K.</param>
    /// <param name="rowCount">N, 1 to <see cref="Capacity"/>; even for swapped prediction.</param>
    public double Evaluate(EntropyForm entropyForm, ReadOnlySpan<float> logits, int stride, int rowCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowCount, Capacity);
        (form, rows) = (entropyForm, rowCount);
        for (int i = 0; i < rows; i++) TensorPrimitives.ConvertChecked(logits.Slice(i * stride, categories), Row(logProbabilities, i));
        chunks.Run(normalize);
        if (form == EntropyForm.PerSample) return MeanOverViews();
        double value = NegativeEntropyOfMean();
        if (form == EntropyForm.BatchMean) return value;
        chunks.Run(predict);
        return value + MeanOverViews();
    }

    /// <summary>Writes the gradient of the loss evaluated last, by the logits. What lies between the rows is left as it is.</summary>
    /// <param name="gradient">Row i starts at i · stride.</param>
    /// <param name="stride">Values from one row to the next, at least K.</param>
    public void WriteGradient(Span<float> gradient, int stride)
    {
        chunks.Run(differentiate);
        for (int i = 0; i < rows; i++) TensorPrimitives.ConvertSaturating(Row(gradients, i), gradient.Slice(i * stride, categories));
    }

    private Span<double> Row(double[] values, int row) => values.AsSpan(row * categories, categories);

    private double MeanOverViews()
    {
        double sum = 0;
        foreach (double viewLoss in viewLosses.AsSpan(0, rows)) sum += viewLoss;
        return sum / rows;
    }

    /// <summary>Sets log M, from the sums of the chunks in their order, and returns Σ M log M.</summary>
    private double NegativeEntropyOfMean()
    {
        double value = 0;
        for (int k = 0; k < categories; k++)
        {
            double sum = 0;
            for (int chunk = 0; chunk < Chunks.Count; chunk++) sum += chunkSums[chunk * categories + k];
            double mean = sum / rows;
            logMean[k] = Math.Log(Math.Max(mean, SmallestMean));
            value += mean * logMean[k];
        }

        return value;
    }

    private void NormalizeChunk(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        Span<double> sums = Row(chunkSums, chunk);
        sums.Clear();
        for (int i = from; i < to; i++)
        {
            Span<double> logs = Row(logProbabilities, i), p = Row(probabilities, i);
            TensorPrimitives.Subtract(logs, TensorPrimitives.Max<double>(logs), logs);
            TensorPrimitives.Exp<double>(logs, p);
            double sum = TensorPrimitives.Sum<double>(p);
            TensorPrimitives.Subtract(logs, Math.Log(sum), logs);
            TensorPrimitives.Divide(p, sum, p);
            TensorPrimitives.Add(sums, p, sums);
            viewLosses[i] = -TensorPrimitives.Sum<double>(logs) / categories;
        }
    }

    private void PredictChunk(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        for (int i = from; i < to; i++) viewLosses[i] = -TensorPrimitives.Dot<double>(Row(probabilities, OtherView(i)), Row(logProbabilities, i));
    }

    private void DifferentiateChunk(int chunk)
    {
        (int from, int to) = Chunks.Range(chunk, rows);
        for (int i = from; i < to; i++)
        {
            Span<double> p = Row(probabilities, i), result = Row(gradients, i);
            if (form == EntropyForm.PerSample)
            {
                TensorPrimitives.Subtract(p, 1.0 / categories, result);
            }
            else
            {
                logMean.CopyTo(result);
                if (form == EntropyForm.SwappedPrediction) TensorPrimitives.Subtract(result, Row(logProbabilities, OtherView(i)), result);
                TensorPrimitives.Subtract(result, TensorPrimitives.Dot<double>(p, result), result);
                TensorPrimitives.Multiply(result, p, result);
                if (form == EntropyForm.SwappedPrediction)
                {
                    TensorPrimitives.Add(result, p, result);
                    TensorPrimitives.Subtract(result, Row(probabilities, OtherView(i)), result);
                }
            }

            TensorPrimitives.Divide(result, rows, result);
        }
    }

    private int OtherView(int view) => ContrastiveSoftmax.OtherView(view, rows);
}
