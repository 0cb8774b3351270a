using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;
using MlNetLosses.Contrastive;
using MlNetLosses.Samples.ContrastiveImages.Reports;
using Spectre.Console;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>The whole job: read, pretrain without labels, classify with few, report, save.</summary>
internal sealed class Experiment(Settings settings, IAnsiConsole console)
{
    private readonly MLContext mlContext = new(settings.Seed);

    public void Run()
    {
        Stopwatch clock = Stopwatch.StartNew();
        Directory.CreateDirectory(settings.Output);
        PlotFont.Use();
        FashionImage[] images = FashionMnist.Read(settings.Data, "train", settings.TrainingImages);
        FashionImage[] testImages = FashionMnist.Read(settings.Data, "t10k", settings.TestImages);
        Say($"[bold]Fashion-MNIST[/]: {images.Length:N0} images to learn from, {testImages.Length:N0} to judge by");
        Say($"Picture of views       {ViewsPicture.Save(settings.Output, [.. images.DistinctBy(image => image.Label).Take(8)], FeatureSets.Augmentations, settings.Seed)}");

        // Only the pixels: the encoder has no way to look at a label.
        IDataView unlabelled = mlContext.Transforms.SelectColumns("Pixels").Fit(Load(images)).Transform(Load(images));
        ContrastiveSummary summary = null!;
        ITransformer pretrained = PretrainingView.Watch(console, progress =>
            FeatureSets.Pretrained(mlContext, unlabelled, settings.Epochs, settings.Seed, progress, out summary));
        Say($"[grey]{summary}[/]");
        Say($"Picture of monitors    {MonitorPlot.Save(settings.Output, summary.History)}");
        ITransformer rawPixels = FeatureSets.RawPixels(mlContext, unlabelled);
        Say($"Picture of embeddings  {EmbeddingPlot.Save(settings.Output, mlContext, Load(testImages), rawPixels, pretrained)}");

        LabelEfficiency efficiency = new(images, testImages, settings.Draws);
        Say($"Linear classifiers on few labelled images, {settings.Draws} draws of each number:");
        IReadOnlyList<Accuracy> accuracies = Measure(efficiency, unlabelled, rawPixels, pretrained);
        AccuracyTable.Write(console, accuracies, settings.TableCounts, testImages.Length);
        Say($"Picture of accuracies  {LabelEfficiencyPlot.Save(settings.Output, accuracies)}");

        int labels = settings.TableCounts[^1];
        string model = SavedModel.Save(settings.Output, mlContext, efficiency.Labelled(draw: 0, labels), pretrained);
        Say($"Model                  {model}, encoder and classifier of {labels:N0} labels. Loaded again, it says of the first test images:");
        SavedModel.TryOut(console, model, testImages[..6]);
        Say($"[grey]{clock.Elapsed:m\\:ss} in all.[/]");
    }

    private List<Accuracy> Measure(LabelEfficiency efficiency, IDataView unlabelled, ITransformer rawPixels, ITransformer pretrained)
    {
        ITransformer components = FeatureSets.PrincipalComponents(mlContext, unlabelled), random = FeatureSets.RandomEncoder(mlContext, unlabelled, settings.Seed);
        IEnumerable<int> curve = settings.CurveCounts.Concat(settings.TableCounts).Order();
        IEnumerable<Accuracy>[] rows =
        [
            efficiency.Measure(Names.RawPixels, curve, rawPixels),
            efficiency.Measure(Names.PrincipalComponents, settings.TableCounts, components),
            efficiency.Measure(Names.RandomEncoder, curve, random),
            efficiency.Measure(Names.SupervisedAlone, settings.TableCounts, (context, labelled, draw) =>
                FeatureSets.SupervisedAlone(context, labelled, settings.SupervisedImages, draw)),
            efficiency.Measure(Names.Pretrained, curve, pretrained),
        ];
        List<Accuracy> accuracies = [];
        foreach (Accuracy accuracy in rows.SelectMany(row => row))
        {
            accuracies.Add(accuracy);
            Say($"[grey]  {accuracy.Features}, {accuracy.Labels:N0} labels: {accuracy} %[/]");
        }
        return accuracies;
    }

    private IDataView Load(FashionImage[] images) => mlContext.Data.LoadFromEnumerable(images);

    private void Say(FormattableString markup) => console.MarkupLineInterpolated(CultureInfo.InvariantCulture, markup);
}
