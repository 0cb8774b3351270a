using CsCheck;
using MlNetLosses.Contrastive.Losses;
using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Losses;

[TestFixture]
public sealed class EntropyMaximizationTests
{
    private sealed record Logits(int Rows, int Categories, float[] Values);

    private static readonly Gen<EntropyForm> Forms = Gen.Enum<EntropyForm>();

    private static readonly Gen<Logits> Ordinary = LogitsOf(Gen.Float[-5, 5]);

    private static readonly Gen<Logits> Extreme = LogitsOf(Gen.OneOf(
        Gen.Float[-5, 5], Gen.Const(0f), Gen.Const(float.MaxValue), Gen.Const(-float.MaxValue), Gen.Const(1e30f), Gen.Const(-1000f)));

    private static Gen<Logits> LogitsOf(Gen<float> values) =>
        from examples in Gen.Int[1, 20]
        from categories in Gen.Int[1, 20]
        from logits in values.Array[2 * examples * categories]
        select new Logits(2 * examples, categories, logits);

    [Test]
    public void Value_is_that_of_naive_loops() => Gen.Select(Forms, Ordinary).Sample((form, logits) =>
        IsClose(EntropyMaximization.Value(form, logits.Values, logits.Categories), Oracle(form, Wide(logits), logits.Categories)));

    [Test]
    public void Gradient_is_the_oracles_central_difference() => Gen.Select(Forms, Ordinary).Sample(
        (form, logits) =>
        {
            const double step = 1e-5;
            double[] z = Wide(logits);
            float[] gradient = Evaluate(form, logits).Gradient;
            for (int at = 0; at < z.Length; at++)
            {
                double middle = z[at];
                z[at] = middle + step;
                double above = Oracle(form, z, logits.Categories);
                z[at] = middle - step;
                double below = Oracle(form, z, logits.Categories);
                z[at] = middle;
                if (!IsClose(gradient[at], (above - below) / (2 * step))) return false;
            }

            return true;
        },
        iter: 30);

    [Test]
    public void Value_alone_is_the_value_beside_the_gradient() => Gen.Select(Forms, Ordinary).Sample((form, logits) =>
        EntropyMaximization.Value(form, logits.Values, logits.Categories) == Evaluate(form, logits).Value);

    [Test]
    public void Values_lie_in_their_ranges() => Gen.Select(Forms, Ordinary).Sample((form, logits) =>
    {
        double value = Evaluate(form, logits).Value, logK = Math.Log(logits.Categories);
        return form switch
        {
            EntropyForm.PerSample => value >= logK - 1e-12,
            EntropyForm.BatchMean => value >= -logK - 1e-12 && value <= 1e-12,
            _ => value >= -logK - 1e-12,
        };
    });

    [Test]
    public void A_constant_added_to_a_views_logits_changes_nothing() => Gen.Select(Forms, Ordinary, Gen.Int[-100, 100]).Sample((form, logits, shift) =>
    {
        Logits shifted = logits with { Values = [.. logits.Values.Select((z, at) => at < logits.Categories ? z + shift : z)] };
        return IsClose(Evaluate(form, shifted).Value, Evaluate(form, logits).Value, 1e-4);
    });

    [Test]
    public void Extreme_logits_give_finite_numbers() => Gen.Select(Forms, Extreme).Sample((form, logits) =>
    {
        (double value, float[] gradient) = Evaluate(form, logits);
        return double.IsFinite(value) && gradient.All(float.IsFinite);
    });

    [TestCase(EntropyForm.PerSample, 1)]
    [TestCase(EntropyForm.BatchMean, -1)]
    [TestCase(EntropyForm.SwappedPrediction, 0)]
    public void Equal_logits_are_a_stationary_point(EntropyForm form, int times)
    {
        (double value, float[] gradient) = Evaluate(form, new(6, 5, [.. Enumerable.Repeat(3f, 30)]));
        Assert.That(value, Is.EqualTo(times * Math.Log(5)).Within(1e-12));
        Assert.That(gradient, Is.All.EqualTo(0).Within(1e-9));
    }

    [Test]
    public void Swapped_prediction_is_least_where_views_agree_are_certain_and_use_all_categories()
    {
        float[] certain = [100, 0, 0, 100, 100, 0, 0, 100];
        Assert.That(EntropyMaximization.Value(EntropyForm.SwappedPrediction, certain, 2), Is.EqualTo(-Math.Log(2)).Within(1e-12));
    }

    [Test]
    public void Threads_do_not_change_a_bit_rows_can_lie_apart_and_an_earlier_batch_is_forgotten([Values] EntropyForm form, [Values(1, 2, 3)] int threads)
    {
        const int categories = 11, stride = 16;
        const float between = 77;
        Random random = new(1);
        using Chunks chunks = new(threads);
        EntropyObjective objective = new(90, categories, chunks);
        foreach (int rows in (int[])[90, 6, 90])
        {
            Logits logits = new(rows, categories, [.. Enumerable.Range(0, rows * categories).Select(_ => (float)random.NextDouble())]);
            float[] apart = [.. logits.Values.Chunk(categories).SelectMany(row => row.Concat(Enumerable.Repeat(between, stride - categories)))];
            float[] gradient = [.. Enumerable.Repeat(between, apart.Length)];
            double value = objective.Evaluate(form, apart, stride, rows);
            objective.WriteGradient(gradient, stride);
            (double expectedValue, float[] expected) = Evaluate(form, logits);
            Assert.That(value, Is.EqualTo(expectedValue));
            Assert.That(gradient, Is.EqualTo(expected.Chunk(categories).SelectMany(row => row.Concat(Enumerable.Repeat(between, stride - categories)))));
        }
    }

    [Test]
    public void A_step_allocates_nothing([Values] EntropyForm form)
    {
        float[] logits = new float[32 * 8], gradient = new float[32 * 8];
        using Chunks chunks = new(threads: 1);
        EntropyObjective objective = new(32, 8, chunks);
        for (int step = 0; step < 100; step++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++) Step();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Step()
        {
            objective.Evaluate(form, logits, 8, 32);
            objective.WriteGradient(gradient, 8);
        }
    }

    [Test]
    public void Bad_arguments_are_refused()
    {
        Assert.That(() => EntropyMaximization.Value((EntropyForm)9, new float[8], 2), Throws.TypeOf<ArgumentOutOfRangeException>()
            .With.Message.StartsWith("form must be one of PerSample, BatchMean, SwappedPrediction, got 9."));
        Assert.That(() => EntropyMaximization.Value(EntropyForm.PerSample, new float[9], 2), Throws.ArgumentException
            .With.Message.StartsWith("logits must be whole rows of 2 values, got 9 values."));
        Assert.That(() => EntropyMaximization.Value(EntropyForm.PerSample, [], 2), Throws.ArgumentException
            .With.Message.StartsWith("logits must have 1 or more rows, got 0."));
        Assert.That(() => EntropyMaximization.Value(EntropyForm.SwappedPrediction, new float[6], 2), Throws.ArgumentException
            .With.Message.StartsWith("logits must have two rows for each example, i and i + n, got 3 rows."));
        Assert.That(() => EntropyMaximization.Value(EntropyForm.BatchMean, [1, 2, 3, float.NaN], 2), Throws.ArgumentException
            .With.Message.StartsWith("logits must be finite, got NaN in row 1 at slot 1."));
        Assert.That(() => EntropyMaximization.ValueAndGradient(EntropyForm.BatchMean, new float[4], 2, new float[3]), Throws.ArgumentException
            .With.Message.StartsWith("gradient must be as long as logits, 4 values, got 3."));
    }

    /// <summary>The definitions, loop by loop.</summary>
    private static double Oracle(EntropyForm form, double[] logits, int categories)
    {
        int rows = logits.Length / categories;
        double[,] p = new double[rows, categories];
        for (int i = 0; i < rows; i++)
        {
            double sum = 0;
            for (int k = 0; k < categories; k++) sum += Math.Exp(logits[i * categories + k]);
            for (int k = 0; k < categories; k++) p[i, k] = Math.Exp(logits[i * categories + k]) / sum;
        }

        double uniform = 0, agreement = 0, entropyOfMean = 0;
        for (int k = 0; k < categories; k++)
        {
            double mean = 0;
            for (int i = 0; i < rows; i++)
            {
                int j = i < rows / 2 ? i + rows / 2 : i - rows / 2;
                uniform -= Math.Log(p[i, k]) / categories / rows;
                agreement -= p[j, k] * Math.Log(p[i, k]) / rows;
                mean += p[i, k] / rows;
            }

            entropyOfMean -= mean * Math.Log(mean);
        }

        return form switch
        {
            EntropyForm.PerSample => uniform,
            EntropyForm.BatchMean => -entropyOfMean,
            _ => agreement - entropyOfMean,
        };
    }

    private static (double Value, float[] Gradient) Evaluate(EntropyForm form, Logits logits)
    {
        float[] gradient = new float[logits.Values.Length];
        return (EntropyMaximization.ValueAndGradient(form, logits.Values, logits.Categories, gradient), gradient);
    }

    private static double[] Wide(Logits logits) => [.. logits.Values.Select(z => (double)z)];

    private static bool IsClose(double value, double expected, double tolerance = 1e-6) => Math.Abs(value - expected) <= tolerance * (1 + Math.Abs(expected));
}
