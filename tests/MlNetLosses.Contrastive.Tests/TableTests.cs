using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace MlNetLosses.Contrastive.Tests;

/// <summary>Pretraining on table rows.</summary>
[TestFixture]
public sealed class TableTests
{
    private const int Features = 9;

    private readonly MLContext mlContext = new(seed: 1);

    private sealed class Row
    {
        [VectorType(Features)]
        public float[] Values { get; set; } = [];
    }

    [Test]
    public void Scale_and_offset_of_a_feature_do_not_matter()
    {
        float[][] rows = Rows(200);
        float[][] scaled = [.. rows.Select(row => row.Select((value, j) => j == 2 ? 1000 + 64 * value : value).ToArray())];
        float[][] first = Embeddings(rows), second = Embeddings(scaled);
        Assert.That(second.SelectMany(row => row), Is.EqualTo(first.SelectMany(row => row)).Within(1e-2f));
    }

    [Test]
    public void A_feature_that_was_constant_says_nothing_later()
    {
        float[][] rows = Rows(100);
        foreach (float[] row in rows) row[4] = 3;
        using TransformerChain<OnnxTransformer> model = Fit(rows);
        float[] usual = Transform(model, rows)[0];
        rows[0][4] = -1e6f;
        Assert.That(Transform(model, rows)[0], Is.EqualTo(usual));
    }

    [Test]
    public void The_same_bits_on_any_number_of_threads()
    {
        float[][] rows = Rows(150);
        Assert.That(Embeddings(rows, threads: 3), Is.EqualTo(Embeddings(rows, threads: 1)));
    }

    [Test]
    public void A_missing_value_is_an_error_with_row_and_slot()
    {
        float[][] rows = Rows(50);
        rows[11][8] = float.NaN;
        Assert.That(() => Fit(rows), Throws.ArgumentException.With.Message.Contains("Row 11 of column 'Values' has NaN at slot 8. Replace missing"));
    }

    [Test]
    public void The_layer_can_be_chosen([Values(EmbeddingLayer.Features, EmbeddingLayer.Output)] EmbeddingLayer layer)
    {
        ContrastiveOptions options = Options();
        options.Embedding = layer;
        using TransformerChain<OnnxTransformer> model = Fit(Rows(60), options);
        Assert.That(Transform(model, Rows(60)), Has.All.Length.EqualTo(layer == EmbeddingLayer.Output ? 12 : 24));
    }

    private static ContrastiveOptions Options() => new() { HiddenUnits = [32, 24], OutputLength = 12, ProjectionUnits = 16, ProjectionLength = 8, BatchSize = 16, Epochs = 3, Seed = 1 };

    /// <summary>Three hidden numbers, each seen in three noisy features.</summary>
    private static float[][] Rows(int count)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double[] hidden = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            return Enumerable.Range(0, Features).Select(j => (float)(hidden[j / 3] + 0.1 * random.NextDouble())).ToArray();
        })];
    }

    private float[][] Embeddings(float[][] rows, int? threads = null)
    {
        ContrastiveOptions options = Options();
        options.NumberOfThreads = threads;
        using TransformerChain<OnnxTransformer> model = Fit(rows, options);
        return Transform(model, rows);
    }

    private TransformerChain<OnnxTransformer> Fit(float[][] rows, ContrastiveOptions? options = null) =>
        mlContext.Transforms.ContrastivePretraining("Embedding", "Values", options ?? Options()).Fit(View(rows));

    private float[][] Transform(TransformerChain<OnnxTransformer> model, float[][] rows) => [.. model.Transform(View(rows)).GetColumn<float[]>("Embedding")];

    private IDataView View(float[][] rows) => mlContext.Data.LoadFromEnumerable(rows.Select(row => new Row { Values = row }));
}
