// Trees find the features, a linear model weighs them: each leaf of FastTree's trees is a yes-or-no question about a customer,
// and an elastic net decides which of them count for who leaves. Compared with each alone, by cross-validation: a linear model
// that sees the leaves is as good as the trees, with a few hundred of their leaves and weights that can be read.
// After X. He et al., "Practical Lessons from Predicting Clicks on Ads at Facebook", ADKDD 2014.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using MlNetLosses.Explanation;
using MlNetLosses.Penalties;
using MlNetLosses.Trainers;

MLContext mlContext = new(seed: 1);
Customer[] customers = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "churn.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => new Customer
{
    State = cells[0],
    Area = cells[2],
    Numbers = [Number(cells[1]), Flag(cells[3]), Flag(cells[4]), .. cells[5..19].Select(Number)],
    Label = cells[19] == "yes",
})];
IDataView data = mlContext.Data.LoadFromEnumerable(customers);

var features = mlContext.Transforms.Categorical.OneHotEncoding([new("State"), new("Area")])
    .Append(mlContext.Transforms.Concatenate("Features", "Numbers", "State", "Area"));

FastTreeBinaryTrainer.Options trees = new() { NumberOfTrees = 100, NumberOfLeaves = 20 };
var leaves = mlContext.Transforms.FeaturizeByFastTreeBinary(new FastTreeBinaryFeaturizationEstimator.Options
{
    InputColumnName = "Features",
    LeavesColumnName = "Leaves",
    TrainerOptions = trees,
});

// A leaf is 0 or 1 already; standardising rare ones would only blow them up.
ElasticNet penalty = new(l1: 1e-3, l2: 1e-3);
var onLeaves = mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(penalty, new ProximalSdcaOptions { FeatureColumnName = "Leaves", Standardize = false });

Console.WriteLine($"Which of {customers.Length:N0} customers leave? Mean ± standard deviation over the same five folds:");
Console.WriteLine("                                             AUC            log-loss in bits");
Report("the columns, elastic net", features.Append(mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(penalty)));
Report("the columns, FastTree", features.Append(mlContext.BinaryClassification.Trainers.FastTree(trees)));
Report("FastTree's leaves, elastic net", features.Append(leaves).Append(onLeaves));

var model = features.Append(leaves).Append(onLeaves).Fit(data);
CoefficientTable table = model.LastTransformer.Coefficients(model.Transform(data).Schema);
Console.WriteLine($"Of {table.Features.Count:N0} leaves the elastic net keeps {table.Features.Count(leaf => leaf.Weight != 0):N0}.");

void Report(string name, IEstimator<ITransformer> estimator)
{
    CalibratedBinaryClassificationMetrics[] folds = [.. mlContext.BinaryClassification.CrossValidate(data, estimator, seed: 1).Select(fold => fold.Metrics)];
    double[] auc = [.. folds.Select(fold => fold.AreaUnderRocCurve)], logLoss = [.. folds.Select(fold => fold.LogLoss)];
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-30}   {auc.Average():F4} ± {Deviation(auc):F4}   {logLoss.Average():F4} ± {Deviation(logLoss):F4}"));
}

static double Deviation(double[] values)
{
    double mean = values.Average();
    return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
}

static float Number(string cell) => float.Parse(cell, CultureInfo.InvariantCulture);

static float Flag(string cell) => cell == "yes" ? 1 : 0;

internal sealed class Customer
{
    public string State { get; set; } = "";
    public string Area { get; set; } = "";
    [VectorType(17)]
    public float[] Numbers { get; set; } = [];
    public bool Label { get; set; }
}
