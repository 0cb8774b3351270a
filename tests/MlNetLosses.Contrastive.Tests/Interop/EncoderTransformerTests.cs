using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive.Interop;
using MlNetLosses.Contrastive.Onnx;
using MlNetLosses.Contrastive.Tests.Onnx;

namespace MlNetLosses.Contrastive.Tests.Interop;

[TestFixture]
public sealed class EncoderTransformerTests
{
    private readonly MLContext mlContext = new(seed: 1);
    private readonly MLContext elsewhere = new();

    [SetUp]
    public void CreateFolder() => elsewhere.TempFilePath = Directory.CreateTempSubdirectory("encoder-transformer-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(elsewhere.TempFilePath, recursive: true);

    [Test]
    public void It_computes_what_the_model_computes()
    {
        OnnxModel model = TestModels.Image();
        float[][] rows = TestModels.Rows(model);
        using OnnxTransformer transformer = Create(model);
        Assert.That(Embed(transformer, model, rows), Is.EqualTo(Runtime.Run(model, rows)).Within(1e-6));
    }

    [TestCase("Pixels", "Embedding")]
    [TestCase("the pixels", "an embedding, 64 long")]
    [TestCase("画像 π", "\"é\"\n\t😀")]
    [TestCase("value0", "value1")]
    [TestCase("x/y:0", "x/y")]
    [TestCase("x", "x")]
    [TestCase("x.output", "x.output")]
    [TestCase("x.output", "x")]
    [TestCase("x", "x.output")]
    [TestCase("x", ".output")]
    [TestCase("x", "x.output.output.out.output")]
    [TestCase("x", "x.output.y")]
    public void Columns_can_have_any_name(string input, string output)
    {
        OnnxModel model = TestModels.Table(input, output);
        float[][] rows = TestModels.Rows(model);
        using OnnxTransformer transformer = Create(model);
        using OnnxTransformer loaded = SaveAndLoad(transformer);
        float[][] expected = Runtime.Run(TestModels.Table(), rows);
        Assert.That(Embed(transformer, model, rows, output), Is.EqualTo(expected).Within(1e-6));
        Assert.That(Embed(loaded, model, rows, output), Is.EqualTo(expected).Within(1e-6));
    }

    [Test]
    public void The_column_is_a_vector_of_known_size()
    {
        OnnxModel model = TestModels.Table();
        using OnnxTransformer transformer = Create(model);
        DataViewSchema schema = transformer.GetOutputSchema(TestModels.View(mlContext, model.Input, TestModels.Rows(model)).Schema);
        Assert.That(((VectorDataViewType)schema["Embedding"].Type).Size, Is.EqualTo(4));
    }

    [Test]
    public void A_loaded_transformer_computes_the_same_bits()
    {
        OnnxModel model = TestModels.Image();
        float[][] rows = TestModels.Rows(model);
        using OnnxTransformer transformer = Create(model);
        using OnnxTransformer loaded = SaveAndLoad(transformer);
        Assert.That(Embed(loaded, model, rows), Is.EqualTo(Embed(transformer, model, rows)));
    }

    [Test]
    public void It_keeps_one_file_until_it_is_disposed()
    {
        OnnxTransformer transformer = Create(TestModels.Image());
        Assert.That(Files(), Has.Length.EqualTo(1));
        transformer.Dispose();
        transformer.Dispose();
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void A_chain_that_has_it_disposes_of_its_file()
    {
        OnnxModel model = TestModels.Image();
        IDataView data = TestModels.View(mlContext, model.Input, TestModels.Rows(model));
        OnnxTransformer transformer = Create(model);
        using (TransformerChain<ITransformer> chain = new(mlContext.Transforms.CopyColumns("Copy", "Pixels").Fit(data), transformer))
        {
            Assert.That(chain.Transform(data).GetColumn<float[]>("Embedding").Count(), Is.EqualTo(50));
            Assert.That(Files(), Has.Length.EqualTo(1));
        }
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void It_can_be_saved_at_any_time_before()
    {
        OnnxModel model = TestModels.Image();
        float[][] rows = TestModels.Rows(model);
        using OnnxTransformer transformer = Create(model);
        for (int i = 0; i < 20; i++) Collect();
        using OnnxTransformer first = SaveAndLoad(transformer);
        using OnnxTransformer second = SaveAndLoad(transformer);
        Assert.That(Embed(second, model, rows), Is.EqualTo(Embed(first, model, rows)));
    }

    [Test]
    public void Two_live_side_by_side()
    {
        OnnxModel firstModel = TestModels.Image(seed: 1), secondModel = TestModels.Image(seed: 2);
        float[][] rows = TestModels.Rows(firstModel);
        OnnxTransformer first = Create(firstModel);
        using OnnxTransformer second = Create(secondModel);
        Assert.That(Files(), Has.Length.EqualTo(2));
        first.Dispose();
        Assert.That(Files(), Has.Length.EqualTo(1));
        using OnnxTransformer loaded = SaveAndLoad(second);
        Assert.That(Embed(loaded, secondModel, rows), Is.EqualTo(Runtime.Run(secondModel, rows)).Within(1e-6));
    }

    [Test]
    public void The_file_of_a_forgotten_one_goes_with_it()
    {
        CreateAndForget();
        Collect();
        Assert.That(Files(), Is.Empty);

        [MethodImpl(MethodImplOptions.NoInlining)]
        void CreateAndForget() => Create(TestModels.Image());
    }

    [Test]
    public void A_model_that_is_none_leaves_no_file()
    {
        OnnxModel model = TestModels.Image() with { Bytes = [1, 2, 3] };
        Assert.That(() => Create(model), Throws.Exception);
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void The_session_options_of_the_context_are_left_alone()
    {
        using OnnxTransformer transformer = Create(TestModels.Image());
        Assert.That(elsewhere.GetOnnxSessionOption(), Is.Null);
    }

    private OnnxTransformer Create(OnnxModel model) => EncoderTransformer.Create(elsewhere, model);

    private OnnxTransformer SaveAndLoad(OnnxTransformer transformer)
    {
        using MemoryStream stream = new();
        mlContext.Model.Save(transformer, null, stream);
        stream.Position = 0;
        return (OnnxTransformer)mlContext.Model.Load(stream, out _);
    }

    private float[][] Embed(OnnxTransformer transformer, OnnxModel model, float[][] rows, string output = "Embedding") =>
        [.. transformer.Transform(TestModels.View(mlContext, model.Input, rows)).GetColumn<float[]>(output)];

    private string[] Files() => Directory.GetFiles(elsewhere.TempFilePath, "*", SearchOption.AllDirectories);

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
