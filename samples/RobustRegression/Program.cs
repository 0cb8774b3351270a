// The price of a house by its living area, learned from a list in which one price in twenty has a zero too many.
// Three models see the same list; they are judged on houses whose prices are right.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Samples;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;
using ScottPlot;

MLContext mlContext = new(seed: 1);
House[] houses = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "ames.csv")).Skip(1).Select(line => line.Split(',')).Select(cells =>
    new House { Area = float.Parse(cells[41], CultureInfo.InvariantCulture), Price = float.Parse(cells[71], CultureInfo.InvariantCulture) })];
new Random(1).Shuffle(houses);
House[] train = [.. houses[..2000].Select((house, i) => i % 20 == 0 ? new House { Area = house.Area, Price = 10 * house.Price } : house)];

IDataView data = mlContext.Data.LoadFromEnumerable(train);
var preparation = mlContext.Transforms.Concatenate("Features", "Area")
    .Append(mlContext.Transforms.NormalizeMeanVariance("Features", fixZero: false)).Fit(data);
IDataView prepared = preparation.Transform(data);

// δ = 1.345 σ, where the scale σ of the honest noise is found from the residuals' median: no need to know the dollars.
ITransformer huber = mlContext.Regression.Trainers.ProximalSdca(new Huber(), new Ridge(1e-3), new ProximalSdcaOptions
{
    LabelColumnName = "Price",
    ScaleEstimation = ScaleEstimation.MedianAbsoluteDeviation,
}).Fit(prepared, out TrainingSummary summary);
(string Name, ITransformer Model, Color Color)[] models =
[
    ("ML.NET's Sdca, squared loss", mlContext.Regression.Trainers.Sdca("Price").Fit(prepared), Color.FromHex("#5B6B7F")),
    ("FastTree", mlContext.Regression.Trainers.FastTree("Price").Fit(prepared), Color.FromHex("#C27A1A")),
    ("ProximalSdca, Huber loss", huber, Color.FromHex("#0B7A4B")),
];

PlotFont.Use();
using Plot plot = new();
plot.Add.Markers(train.Select(house => new Coordinates(house.Area, house.Price / 1000)).ToArray(), MarkerShape.FilledCircle, 4, Colors.Black.WithAlpha(0.25));
double[] areas = [.. Enumerable.Range(24, 137).Select(step => 25.0 * step)];
Console.WriteLine("Mean absolute error in dollars on 930 houses with right prices:");
foreach ((string name, ITransformer model, Color color) in models)
{
    float[] Predict(IEnumerable<House> rows) =>
        [.. model.Transform(preparation.Transform(mlContext.Data.LoadFromEnumerable(rows))).GetColumn<float>("Score")];
    double error = Predict(houses[2000..]).Zip(houses[2000..], (score, house) => Math.Abs(score - house.Price)).Average();
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-28} {error,8:N0}"));
    var line = plot.Add.ScatterLine(areas, [.. Predict(areas.Select(area => new House { Area = (float)area })).Select(score => score / 1000.0)], color);
    (line.LineWidth, line.LegendText) = (3, name);
}
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Huber: {summary}; estimated noise scale {summary.Scale:N0} dollars"));
(plot.Axes.Title.Label.Bold, plot.Axes.Bottom.Label.Bold, plot.Axes.Left.Label.Bold) = (false, false, false);
plot.Title("One price in twenty has a zero too many (most of these lie above the picture)");
plot.XLabel("Living area, square feet");
plot.YLabel("Price, thousand dollars");
plot.Axes.SetLimits(500, 4000, 0, 1000);
plot.ShowLegend(Alignment.UpperLeft);
Console.WriteLine($"Picture: {plot.SavePng(Path.Combine(Directory.CreateDirectory("results").Name, "robust-regression.png"), 900, 600).Path}");

internal sealed class House { public float Area { get; set; } public float Price { get; set; } }
