// Which passages are from "Pride and Prejudice"? A linear classifier on word counts, thousands of sparse columns, where the
// L1 part of the penalty keeps few words and the certificate says how close the fit is to the best possible one.
using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

MLContext mlContext = new(seed: 1);
Passage[] passages = [.. ReadLines(Path.Combine(AppContext.BaseDirectory, "austen.tsv.gz")).Skip(1).Select(line => line.Split('\t'))
    .Select(cells => new Passage { Text = cells[1], Label = cells[0] == "Pride & Prejudice" })];
new Random(1).Shuffle(passages);
IDataView train = mlContext.Data.LoadFromEnumerable(passages[..7000]), test = mlContext.Data.LoadFromEnumerable(passages[7000..]);

ITransformer words = mlContext.Transforms.Text.FeaturizeText("Features", new TextFeaturizingEstimator.Options
{
    CharFeatureExtractor = null,
    WordFeatureExtractor = new WordBagEstimator.Options { NgramLength = 1 },
    KeepPunctuations = false,
}, "Text").Fit(train);
IDataView features = words.Transform(train);

// Rows have length one already; standardising rare words would only blow them up.
var model = mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), new ElasticNet(l1: 2e-4, l2: 1e-4), new ProximalSdcaOptions
{
    Standardize = false,
    ClassWeighting = ClassWeighting.Balanced,
}).Fit(features, out TrainingSummary summary);

BinaryClassificationMetrics metrics = mlContext.BinaryClassification.EvaluateNonCalibrated(model.Transform(words.Transform(test)));
IReadOnlyList<float> weights = model.Model.Weights;
VBuffer<ReadOnlyMemory<char>> names = default;
features.Schema["Features"].GetSlotNames(ref names);
string[] byWeight = [.. names.DenseValues().Select(name => name.ToString().Replace("Word.", "", StringComparison.Ordinal)).Zip(weights)
    .Where(pair => pair.Second != 0).OrderByDescending(pair => pair.Second).Select(pair => pair.First)];

Print($"Pride and Prejudice or not: 7,000 passages to learn from, {passages.Length - 7000:N0} to judge by, {weights.Count:N0} different words");
Print($"accuracy   {metrics.Accuracy:P1} (AUC {metrics.AreaUnderRocCurve:F4}; always saying no: {passages[7000..].Count(passage => !passage.Label) / (passages.Length - 7000.0):P1})");
Print($"words kept {summary.NonZeroWeights:N0}");
Print($"certified  at most {summary.RelativeGap:P3} of the achievable improvement is missing ({summary.Epochs} epochs, {summary.SolvingTime.TotalSeconds:F1} s)");
Print($"for        {string.Join(", ", byWeight.Take(15))}");
Print($"against    {string.Join(", ", byWeight.Reverse().Take(15))}");

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

static IEnumerable<string> ReadLines(string path)
{
    using StreamReader reader = new(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
    while (reader.ReadLine() is { } line)
        yield return line;
}

internal sealed class Passage { public string Text { get; set; } = ""; public bool Label { get; set; } }
