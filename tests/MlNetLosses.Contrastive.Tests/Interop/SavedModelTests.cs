using System.Diagnostics;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using MlNetLosses.Contrastive.Interop;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Tests.Interop;

/// <summary>A process that knows ML.NET only loads what we saved, and embeds bit for bit alike.</summary>
/// <param name="configuration">"1": that process heeds the session configuration in the models, which asks for one thread.</param>
[TestFixture("0")]
[TestFixture("1")]
public sealed class SavedModelTests(string configuration)
{
    private readonly Dictionary<string, string[]> expected = [];
    private string folder = "";

    [OneTimeSetUp]
    public void Save_every_kind_of_encoder_and_embed_elsewhere()
    {
        folder = Directory.CreateTempSubdirectory("native-encoders-").FullName;
        Save("image", TestModels.Image());
        Save("table", TestModels.Table());
        Save("in-place", TestModels.Table(input: "Embedding"));
        RunNativeEmbedder();
    }

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("image")]
    [TestCase("table")]
    [TestCase("in-place")]
    public void Embeddings_are_bit_equal_in_a_process_without_this_library(string name)
    {
        string[] actual = File.ReadAllLines(Path.Combine(folder, $"{name}.embeddings"));
        Assert.That(actual, Has.Length.EqualTo(50).And.EqualTo(expected[name]));
    }

    [Test]
    public void The_other_process_disposed_of_its_files() =>
        Assert.That(Directory.GetFileSystemEntries(Path.Combine(folder, "temporary")), Is.Empty);

    [Test]
    public void The_other_process_has_no_assembly_of_this_library() =>
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(EmbedderPath)!, "*MlNetLosses*"), Is.Empty);

    private static string EmbedderPath { get; } = typeof(SavedModelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "NativeEmbedder").Value!;

    private void Save(string name, OnnxModel model)
    {
        MLContext mlContext = new(seed: 1) { TempFilePath = folder };
        IDataView data = TestModels.View(mlContext, model.Input, TestModels.Rows(model));
        using OnnxTransformer transformer = EncoderTransformer.Create(mlContext, model);
        mlContext.Model.Save(transformer, data.Schema, Path.Combine(folder, $"{name}.zip"));
        using FileStream stream = File.Create(Path.Combine(folder, $"{name}.data"));
        mlContext.Data.SaveAsBinary(data, stream);
        expected[name] = [.. Embeddings.Of(transformer.Transform(data))];
    }

    private void RunNativeEmbedder()
    {
        ProcessStartInfo start = new("dotnet", [EmbedderPath, folder]) { RedirectStandardError = true };
        start.Environment["ORT_LOAD_CONFIG_FROM_MODEL"] = configuration;
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }
}
