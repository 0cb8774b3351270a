// A loss of MlNetLosses inside ML.NET's own SDCA trainer: the price of a house from its areas and year, where one price in
// twenty has a zero too many, with ML.NET's squared loss and with Huber's.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;

MLContext mlContext = new(seed: 1);
House[] houses = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "ames.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => new House
{
    Lot = Number(cells[3]),
    Built = Number(cells[17]),
    Basement = Number(cells[34]),
    Living = Number(cells[41]),
    Garage = Number(cells[54]),
    Price = Number(cells[71]),
})];
new Random(1).Shuffle(houses);
for (int i = 0; i < 2000; i += 20)
    houses[i].Price *= 10;
IDataView train = mlContext.Data.LoadFromEnumerable(houses[..2000]), test = mlContext.Data.LoadFromEnumerable(houses[2000..]);

// Huber's δ is in the unit of the label: residuals of more than 30,000 dollars pull no harder than that.
(string Name, ISupportSdcaRegressionLoss Loss)[] losses =
[
    ("SquaredLoss", new SquaredLoss()),
    ("Huber(30000)", new Huber(30_000).ToMlNetRegressionLoss()),
];
Console.WriteLine("ML.NET's Sdca, error in dollars on 930 houses with right prices:");
foreach ((string name, ISupportSdcaRegressionLoss loss) in losses)
{
    var model = mlContext.Transforms.Concatenate("Features", "Lot", "Built", "Basement", "Living", "Garage")
        .Append(mlContext.Transforms.NormalizeMeanVariance("Features", fixZero: false))
        .Append(mlContext.Regression.Trainers.Sdca("Price", lossFunction: loss))
        .Fit(train);
    RegressionMetrics metrics = mlContext.Regression.Evaluate(model.Transform(test), "Price");
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-13} MAE {metrics.MeanAbsoluteError,8:N0}   RMSE {metrics.RootMeanSquaredError,8:N0}"));
}

static float Number(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);

internal sealed class House
{
    public float Lot { get; set; }
    public float Built { get; set; }
    public float Basement { get; set; }
    public float Living { get; set; }
    public float Garage { get; set; }
    public float Price { get; set; }
}
