// Tables of many rows, of which few have a label: does a linear classifier gain by features that a network learnt from all
// rows, without labels (SCARF)? Two tables, with two answers. --quick looks at one of them, with few labels.
using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Contrastive;
using MlNetLosses.Contrastive.Augmentations;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using Spectre.Console;

bool quick = args.Contains("--quick");
int draws = quick ? 2 : 5, labelsPerClass = quick ? 5 : 20, epochs = quick ? 2 : 30;
if (Console.IsOutputRedirected)
    AnsiConsole.Profile.Width = 120;
if (!quick)
    Run("letters, by 16 measurements of their images", "letters.csv.gz", testRows: 4000);
Run("satellite, the ground by 36 pixels of an image", "satellite.csv.gz", testRows: 2000);
AnsiConsole.MarkupLineInterpolated(
    $"[grey]Accuracy in % on rows that nothing was learnt or chosen from: mean ± standard deviation over {draws} draws of the labelled rows. The gain is that on the same draws; one that is not well above its deviation is none.[/]");

void Run(string title, string file, int testRows)
{
    TableRow[] rows = [.. ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Skip(1).Select(line => line.Split(',')).Select(cells =>
        new TableRow { Label = cells[0], Raw = [.. cells[1..].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))] })];
    TableRow[] training = rows[..^testRows], test = rows[^testRows..];
    string[] classes = [.. rows.Select(row => row.Label).Distinct().Order()];

    MLContext mlContext = new(seed: 1);
    IDataView unlabelled = Load(mlContext, training);
    IEstimator<ITransformer> Encoder(int epochs, double learningRate) => mlContext.Transforms.ContrastivePretraining("Embedding", "Raw", new ContrastiveOptions
    {
        TableAugmentations = [new FeatureCorruption(0.3)],    // a view: three in ten cells of the row, each replaced by that of some other row
        Epochs = epochs,
        LearningRate = learningRate,
    }).Append(mlContext.Transforms.Concatenate("Features", "Raw", "Embedding"));

    // A learning rate of next to nothing leaves the weights at random: what such a network gives, no learning has to explain.
    ITransformer raw = mlContext.Transforms.CopyColumns("Features", "Raw").Fit(unlabelled);
    ITransformer untrained = Encoder(epochs: 1, learningRate: 1e-12).Fit(unlabelled), scarf = Encoder(epochs, learningRate: 2e-3).Fit(unlabelled);
    (string Name, ITransformer Features, IEstimator<ITransformer>[] Trainers)[] candidates =
    [
        ("raw columns, linear", raw, Linear(mlContext)),
        ("raw columns + untrained network, linear", untrained, Linear(mlContext)),
        ("raw columns + SCARF embedding, linear", scarf, Linear(mlContext)),
        ("raw columns, boosted trees", raw, BoostedTrees(mlContext)),
        ("raw columns + SCARF embedding, boosted trees", scarf, BoostedTrees(mlContext)),
    ];

    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
        $"[bold]{title}[/]: {training.Length:N0} rows to learn from, {labelsPerClass} labels for each of {classes.Length} classes, {test.Length:N0} rows to judge by");
    Table table = new() { Border = TableBorder.Simple };
    table.AddColumns(new TableColumn("Classifier"), new TableColumn("Accuracy").RightAligned(), new TableColumn("Gain over the first row").RightAligned());
    double[]? first = null;
    foreach (var (name, features, trainers) in candidates)
    {
        IDataView Prepare(IEnumerable<TableRow> some) => mlContext.Data.Cache(WithKeys(mlContext, features.Transform(Load(mlContext, some)), classes), "Features", "Label");
        IDataView testData = Prepare(test);
        double[] accuracies = [.. Enumerable.Range(0, draws).Select(draw =>
        {
            IDataView labelled = Prepare(Labelled(training, labelsPerClass, draw));
            ITransformer model = Best(mlContext, trainers, labelled).Fit(labelled);
            return mlContext.MulticlassClassification.Evaluate(model.Transform(testData)).MicroAccuracy;
        })];
        first ??= accuracies;
        table.AddRow(name, Show(accuracies, "F1"), name == candidates[0].Name ? "" : Show([.. accuracies.Zip(first, (accuracy, raw) => accuracy - raw)], "+0.0;-0.0"));
    }
    AnsiConsole.Write(table);
}

// The classifier whose strength of penalty does best in cross-validation on the labelled rows alone.
static IEstimator<ITransformer> Best(MLContext mlContext, IEstimator<ITransformer>[] trainers, IDataView labelled) =>
    trainers.Length == 1 ? trainers[0] : trainers.MinBy(trainer =>
        mlContext.MulticlassClassification.CrossValidate(labelled, trainer, numberOfFolds: 3).Average(fold => fold.Metrics.LogLoss))!;

static IEstimator<ITransformer>[] Linear(MLContext mlContext) =>
    [.. new[] { 1e-1, 1e-2, 1e-3, 1e-4 }.Select(ridge => mlContext.MulticlassClassification.Trainers.ProximalSdca(new SoftmaxCrossEntropy(), new Ridge(ridge)))];

static IEstimator<ITransformer>[] BoostedTrees(MLContext mlContext) =>
    [mlContext.MulticlassClassification.Trainers.OneVersusAll(mlContext.BinaryClassification.Trainers.FastTree())];

static TableRow[] Labelled(TableRow[] rows, int perClass, int draw)
{
    TableRow[] shuffled = [.. rows];
    new Random(draw).Shuffle(shuffled);
    return [.. shuffled.GroupBy(row => row.Label).SelectMany(group => group.Take(perClass))];
}

static IDataView Load(MLContext mlContext, IEnumerable<TableRow> rows)
{
    SchemaDefinition schema = SchemaDefinition.Create(typeof(TableRow));
    schema["Raw"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.First().Raw.Length);
    return mlContext.Data.LoadFromEnumerable(rows, schema);
}

static IDataView WithKeys(MLContext mlContext, IDataView data, string[] classes) =>
    mlContext.Transforms.Conversion.MapValueToKey("Label", keyData: mlContext.Data.LoadFromEnumerable(classes.Select(name => new ClassName { Label = name })))
        .Fit(data).Transform(data);

static string Show(double[] shares, string format)
{
    double mean = 100 * shares.Average();
    double deviation = Math.Sqrt(shares.Sum(share => Math.Pow(100 * share - mean, 2)) / (shares.Length - 1));
    return string.Create(CultureInfo.InvariantCulture, $"{mean.ToString(format, CultureInfo.InvariantCulture)} ± {deviation:F1}");
}

static IEnumerable<string> ReadLines(string path)
{
    using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
    while (reader.ReadLine() is { } line)
        yield return line;
}

internal sealed class TableRow { public float[] Raw { get; set; } = []; public string Label { get; set; } = ""; }

internal sealed class ClassName { public string Label { get; set; } = ""; }
