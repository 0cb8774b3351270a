using CsCheck;
using MlNetLosses.Contrastive.Losses;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Losses;

/// <summary>What every contrastive loss promises. A loss's own fixture says how to draw one, and has its oracle and hand-computed values.</summary>
public abstract class ContrastiveLossContract<TLoss>
    where TLoss : IContrastiveLoss
{
    /// <summary>Cosines in single precision are wrong by some 1e-7; divided by the smallest temperature drawn, and by the shortest row, that is much less.</summary>
    private const double Tolerance = 2e-5;

    protected static Gen<double> Temperatures => Gen.Double[-1.3, 1].Select(e => Math.Pow(10, e));

    /// <summary>Losses at temperatures of 0.05 to 10.</summary>
    protected abstract Gen<TLoss> Losses { get; }

    /// <summary>The loss at the least and the greatest temperature.</summary>
    protected abstract IEnumerable<TLoss> AtExtremeTemperatures { get; }

    protected abstract TLoss AtTemperature(double temperature);

    /// <summary>The loss as the paper's algorithm has it: naive loops in double.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="y">Embeddings, one array per row.</param>
    /// <param name="labels">One per example, -1 where unknown.</param>
    protected abstract double Oracle(TLoss loss, double[][] y, int[] labels);

    /// <summary>Whether the loss stays differentiable when cosines move by <paramref name="margin"/>, by rounding or by the steps of differences.</summary>
    protected virtual bool IsSmoothAt(TLoss loss, double[][] y, double margin) => true;

    private static Gen<Batch> ManyRows => Gen.Select(Gen.Int[30, 50], Gen.Int).Select((examples, seed) => Batch.Random(examples, dimension: 5, seed));

    /// <summary>Losses and batches at which the loss has a gradient.</summary>
    private Gen<(TLoss Loss, Batch Batch)> Smooth(Gen<Batch> batches) =>
        Gen.Select(Losses, batches).Where((loss, batch) => IsSmoothAt(loss, Rows(batch), margin: 2e-5));

    [Test]
    public void Value_is_that_of_the_papers_algorithm() => Gen.Select(Losses, Batch.Ordinary).Sample((loss, batch) =>
        IsClose(loss.Value(batch.Embeddings, batch.Dimension, batch.Labels), Oracle(loss, Rows(batch), batch.Labels)));

    [Test]
    public void Gradient_is_the_oracles_central_difference() => Smooth(Batch.Ordinary).Sample(
        (loss, batch) =>
        {
            const double step = 1e-6;
            double[][] y = Rows(batch);
            (_, float[] gradient) = Evaluate(loss, batch);
            for (int i = 0; i < batch.Rows; i++)
            {
                for (int c = 0; c < batch.Dimension; c++)
                {
                    double middle = y[i][c];
                    y[i][c] = middle + step;
                    double above = Oracle(loss, y, batch.Labels);
                    y[i][c] = middle - step;
                    double below = Oracle(loss, y, batch.Labels);
                    y[i][c] = middle;
                    if (!IsClose(gradient[i * batch.Dimension + c], (above - below) / (2 * step))) return false;
                }
            }

            return true;
        },
        iter: 30);

    [Test]
    public void A_batch_of_many_rows_has_the_oracles_value_and_slope() => Gen.Select(Smooth(ManyRows), Gen.Int).Sample(
        (drawn, seed) =>
        {
            // The tiles of the products are full here. The slope along one direction stands for the whole gradient.
            const double step = 1e-6;
            (TLoss loss, Batch batch) = drawn;
            double[] direction = [.. Batch.Random(batch.Examples, batch.Dimension, seed).Embeddings.Select(v => (double)v)];
            (double value, float[] gradient) = Evaluate(loss, batch);
            double Along(double t) => Oracle(loss, [.. batch.Embeddings.Zip(direction, (y, v) => y + t * v).Chunk(batch.Dimension)], batch.Labels);
            return IsClose(value, Along(0)) && IsClose(gradient.Zip(direction, (g, v) => g * v).Sum(), (Along(step) - Along(-step)) / (2 * step));
        },
        iter: 20);

    [Test]
    public void Value_alone_is_the_value_beside_the_gradient() => Gen.Select(Losses, Batch.Ordinary).Sample((loss, batch) =>
        loss.Value(batch.Embeddings, batch.Dimension, batch.Labels) == Evaluate(loss, batch).Value);

    [Test]
    public void Lengths_of_rows_do_not_matter() => Gen.Select(Smooth(Batch.Ordinary), Gen.Int[-20, 20].Array[24]).Sample((drawn, powers) =>
    {
        (TLoss loss, Batch batch) = drawn;
        // Powers of two change no digit.
        Batch scaled = batch with { Embeddings = [.. batch.Embeddings.Select((y, at) => MathF.ScaleB(y, powers[at / batch.Dimension]))] };
        (double value, float[] gradient) = Evaluate(loss, batch);
        (double scaledValue, float[] scaledGradient) = Evaluate(loss, scaled);
        return scaledValue == value
            && scaledGradient.Select((g, at) => IsClose(MathF.ScaleB(g, powers[at / batch.Dimension]), gradient[at])).All(close => close);
    });

    [Test]
    public void Gradient_is_orthogonal_to_its_row() => Gen.Select(Losses, Batch.Ordinary).Sample((loss, batch) =>
    {
        (_, float[] gradient) = Evaluate(loss, batch);
        return Enumerable.Range(0, batch.Rows).All(i => IsClose(
            batch.Row(i).Zip(gradient.Skip(i * batch.Dimension), (y, g) => (double)y * g).Sum(), 0));
    });

    [Test]
    public void Order_of_examples_does_not_matter() => Gen.Select(Smooth(Batch.Ordinary), Gen.Int).Sample((drawn, seed) =>
    {
        (TLoss loss, Batch batch) = drawn;
        int[] source = [.. Enumerable.Range(0, batch.Examples)];
        new Random(seed).Shuffle(source);
        (double value, float[] gradient) = Evaluate(loss, batch);
        (double reorderedValue, float[] reorderedGradient) = Evaluate(loss, batch.Reordered(source));
        float[] expected = (batch with { Embeddings = gradient }).Reordered(source).Embeddings;
        return IsClose(reorderedValue, value) && reorderedGradient.Zip(expected, (g, e) => IsClose(g, e)).All(close => close);
    });

    [Test]
    public void Views_of_an_example_can_be_swapped() => Gen.Select(Losses, Batch.Ordinary, Gen.Int[0, 11]).Sample((loss, batch, at) =>
    {
        int example = at % batch.Examples;
        Batch swapped = batch with
        {
            Embeddings = [.. Enumerable.Range(0, batch.Rows).SelectMany(i => batch.Row(i % batch.Examples == example ? (i + batch.Examples) % batch.Rows : i))],
        };
        return IsClose(Evaluate(loss, swapped).Value, Evaluate(loss, batch).Value);
    });

    [Test]
    public void Extreme_embeddings_give_finite_numbers() => Gen.Select(Losses, Batch.Extreme).Sample((loss, batch) => IsFinite(Evaluate(loss, batch)));

    [Test]
    public void Extreme_temperatures_give_finite_numbers() => Batch.Ordinary.Sample(batch =>
        AtExtremeTemperatures.All(loss => IsFinite(Evaluate(loss, batch))));

    [Test]
    public void A_zero_row_has_no_gradient() => Gen.Select(Losses, Batch.Ordinary).Sample((loss, batch) =>
    {
        Array.Clear(batch.Embeddings, 0, batch.Dimension);
        return Evaluate(loss, batch).Gradient.Take(batch.Dimension).All(g => g == 0);
    });

    [Test]
    public void Rows_can_lie_apart() => Gen.Select(Losses, Batch.Ordinary, Gen.Int[0, 20]).Sample((loss, batch, gap) =>
    {
        const float between = 77;
        int stride = batch.Dimension + gap;
        float[] apart = [.. Enumerable.Range(0, batch.Rows).SelectMany(i => batch.Row(i).Concat(Enumerable.Repeat(between, gap)))];
        float[] gradient = [.. Enumerable.Repeat(between, apart.Length)];
        using Chunks chunks = new(threads: 1);
        ContrastiveObjective objective = new(batch.Rows + 7, batch.Dimension, chunks);
        double value = objective.Evaluate(loss, apart, stride, batch.Rows, batch.Labels);
        objective.WriteGradient(gradient, stride);
        (double expectedValue, float[] expected) = Evaluate(loss, batch);
        return value == expectedValue && gradient.Select((g, at) =>
            g == (at % stride < batch.Dimension ? expected[at / stride * batch.Dimension + at % stride] : between)).All(equal => equal);
    });

    [Test]
    public void Threads_do_not_change_a_bit_and_neither_does_an_earlier_batch([Values(2, 3)] int threads)
    {
        Batch small = Batch.Random(examples: 5, dimension: 13, seed: 1), large = Batch.Random(examples: 75, dimension: 13, seed: 2);
        TLoss loss = AtTemperature(0.2);
        using Chunks chunks = new(threads);
        ContrastiveObjective objective = new(large.Rows, large.Dimension, chunks);
        foreach (Batch batch in (Batch[])[large, small, large, small])
        {
            float[] gradient = new float[batch.Embeddings.Length];
            double value = objective.Evaluate(loss, batch.Embeddings, batch.Dimension, batch.Rows, batch.Labels);
            objective.WriteGradient(gradient, batch.Dimension);
            (double expectedValue, float[] expected) = Evaluate(loss, batch);
            Assert.That(value, Is.EqualTo(expectedValue));
            Assert.That(gradient, Is.EqualTo(expected));
        }
    }

    [Test]
    public void A_step_allocates_nothing()
    {
        Batch batch = Batch.Random(examples: 16, dimension: 8, seed: 1);
        TLoss loss = AtTemperature(0.2);
        float[] gradient = new float[batch.Embeddings.Length];
        using Chunks chunks = new(threads: 1);
        ContrastiveObjective objective = new(batch.Rows, batch.Dimension, chunks);
        for (int step = 0; step < 100; step++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++) Step();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Step()
        {
            objective.Evaluate(loss, batch.Embeddings, batch.Dimension, batch.Rows, batch.Labels);
            objective.WriteGradient(gradient, batch.Dimension);
        }
    }

    [Test]
    public void A_temperature_out_of_range_is_refused([Values(0, -1, double.NaN, double.PositiveInfinity, 1e-7, 1e7)] double temperature) =>
        Assert.That(() => AtTemperature(temperature), Throws.TypeOf<ArgumentOutOfRangeException>()
            .With.Message.Contains("temperature must lie between 1E-06 and 1000000, got " + FormattableString.Invariant($"{temperature}.")));

    protected static (double Value, float[] Gradient) Evaluate(TLoss loss, Batch batch)
    {
        float[] gradient = new float[batch.Embeddings.Length];
        double value = loss.ValueAndGradient(batch.Embeddings, batch.Dimension, gradient, batch.Labels);
        return (value, gradient);
    }

    protected static double Cosine(double[] a, double[] b)
    {
        double product = 0, squareA = 0, squareB = 0;
        for (int c = 0; c < a.Length; c++)
        {
            product += a[c] * b[c];
            squareA += a[c] * a[c];
            squareB += b[c] * b[c];
        }

        return product / Math.Sqrt(squareA * squareB);
    }

    protected static bool IsClose(double value, double expected) => Math.Abs(value - expected) <= Tolerance * (1 + Math.Abs(expected));

    private static bool IsFinite((double Value, float[] Gradient) result) => double.IsFinite(result.Value) && result.Gradient.All(float.IsFinite);

    private static double[][] Rows(Batch batch) => [.. Enumerable.Range(0, batch.Rows).Select(i => batch.Row(i).Select(y => (double)y).ToArray())];
}
