// What sets the price of a house, out of some three hundred columns? The Lasso's whole path, from the price's mean to nearly every
// column, and the model that cross-validation takes from it.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Losses;
using MlNetLosses.Paths;
using MlNetLosses.Samples;
using MlNetLosses.Trainers;
using ScottPlot;

MLContext mlContext = new(seed: 1);
string file = Path.Combine(AppContext.BaseDirectory, "ames.csv");
string[] names = File.ReadLines(file).First().Split(','), first = File.ReadLines(file).ElementAt(1).Split(',');
bool[] isNumber = [.. first.Select(cell => float.TryParse(cell, CultureInfo.InvariantCulture, out _))];
string[] numbers = [.. names.Where((name, c) => isNumber[c] && name != "Sale_Price")], categories = [.. names.Where((_, c) => !isNumber[c])];
IDataView houses = mlContext.Data.LoadFromTextFile(file, new TextLoader.Options
{
    Columns = [.. names.Select((name, c) => new TextLoader.Column(name, isNumber[c] ? DataKind.Single : DataKind.String, c))],
    HasHeader = true,
    Separators = [','],
});
IDataView data = mlContext.Transforms.Expression("Label", "x => log(x)", "Sale_Price")
    .Append(mlContext.Transforms.Categorical.OneHotEncoding([.. categories.Select(name => new InputOutputColumnPair(name))]))
    .Append(mlContext.Transforms.Concatenate("Features", [.. numbers, .. categories])).Fit(houses).Transform(houses);

// The simplest model within one standard error of the best, at whichever share of L1 does best.
mlContext.Regression.Trainers.ElasticNetPath(new HalfSquared(), new ElasticNetPathOptions
{
    L1Ratios = [0.5, 1],
    Folds = 5,
    Selection = LambdaSelection.OneStandardError,
}).Fit(data, out RegularizationPath path, out TrainingSummary summary);

PathPoint chosen = path.Chosen;
PathPoint[] curve = [.. path.Points.Where(point => point.L1Ratio == chosen.L1Ratio)];
PathPoint best = curve.MinBy(point => point.HeldOutLoss)!;
VBuffer<ReadOnlyMemory<char>> slots = default;
data.Schema["Features"].GetSlotNames(ref slots);
string[] features = [.. slots.DenseValues().Select(name => name.ToString())];
float[][] rows = [.. data.GetColumn<float[]>("Features")];
double[] deviations = [.. features.Select((_, j) => Deviation(rows, j))];
int[] top = [.. Enumerable.Range(0, features.Length).OrderByDescending(j => Math.Abs(chosen.Model.Weights[j]) * deviations[j]).Take(9)];

Print($"{path.Points.Count} models of {features.Length} columns in {summary.SolvingTime.TotalSeconds:F1} s; relative gap of every one at most {path.Points.Max(point => point.Certificate.RelativeGap):E0}");
Print($"Chosen: λ {chosen.Lambda:G3} at L1 ratio {chosen.L1Ratio}, {chosen.DegreesOfFreedom} columns (the best, {best.DegreesOfFreedom} columns, is within one standard error)");
Print($"Held-out error of the log price: {Math.Sqrt(2 * chosen.HeldOutLoss!.Value):F3} (best {Math.Sqrt(2 * best.HeldOutLoss!.Value):F3}); R² on all houses {chosen.Explained:F3}");
Print($"What moves the price most, by one standard deviation:");
foreach (int j in top) Print($"  {features[j],-34} {Math.Exp(chosen.Model.Weights[j] * deviations[j]) - 1,7:+0.0 %;-0.0 %}");

PlotFont.Use();
double[] lambdas = [.. curve.Select(point => Math.Log10(point.Lambda))];
using Plot paths = New("Each line is a column of the table, nine of them named; dashed: the model chosen", "Weight of one standard deviation, in log price");
for (int j = 0; j < features.Length; j++)
{
    var line = paths.Add.ScatterLine(lambdas, [.. curve.Select(point => point.Model.Weights[j] * deviations[j])]);
    int rank = Array.IndexOf(top, j);
    (line.LineWidth, line.Color) = rank < 0 ? (1, Colors.Gray.WithAlpha(0.25)) : (2.5f, new ScottPlot.Palettes.Category10().GetColor(rank < 7 ? rank : rank + 1));
    if (rank >= 0) line.LegendText = features[j];
}
paths.ShowLegend(Edge.Right);
Save(paths, "coefficient-paths.png");

using Plot losses = New("Half the mean squared error on houses left out; bars: one standard error; dotted: the best", "Held-out loss");
double[] heldOut = [.. curve.Select(point => point.HeldOutLoss!.Value)], errors = [.. curve.Select(point => point.HeldOutLossDeviation!.Value)];
var bars = losses.Add.ErrorBar(lambdas, heldOut, errors);
bars.Color = Colors.Gray;
losses.Add.Markers(lambdas, heldOut, MarkerShape.FilledCircle, 5, Color.FromHex("#0B7A4B"));
losses.Add.HorizontalLine(best.HeldOutLoss.Value + best.HeldOutLossDeviation!.Value, 1, Colors.Gray, LinePattern.Dotted);
losses.Add.VerticalLine(Math.Log10(best.Lambda), 1, Colors.Gray, LinePattern.Dotted);
Save(losses, "cross-validation.png");

static double Deviation(float[][] rows, int j)
{
    double mean = rows.Average(row => row[j]);
    return Math.Sqrt(rows.Average(row => (row[j] - mean) * (row[j] - mean)));
}

static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

static Plot New(string title, string vertical)
{
    Plot plot = new();
    (plot.Axes.Title.Label.Bold, plot.Axes.Bottom.Label.Bold, plot.Axes.Left.Label.Bold) = (false, false, false);
    plot.Title(title);
    plot.XLabel("λ, as a power of ten");
    plot.YLabel(vertical);
    return plot;
}

void Save(Plot plot, string name)
{
    plot.Add.VerticalLine(Math.Log10(chosen.Lambda), 1.5f, Colors.Black, LinePattern.Dashed);
    Console.WriteLine($"Picture: {plot.SavePng(Path.Combine(Directory.CreateDirectory("results").Name, name), 1000, 650).Path}");
}
