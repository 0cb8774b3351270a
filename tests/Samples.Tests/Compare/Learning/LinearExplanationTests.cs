using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Explanation;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class LinearExplanationTests
{
    [Test]
    public async Task Weights_are_in_the_units_of_the_file()
    {
        (FinalModel final, CoefficientTable table, Dataset data) = await FitAsync("ProximalSdca Huber, Ridge", "area,town", i => $"{50 + i * 37 % 100},{"NESW"[i % 4]}");
        Dictionary<string, double> weights = table.Features.ToDictionary(feature => feature.Name, feature => feature.Weight);
        float[] scores = [.. final.Scored.GetColumn<float>("Score")];
        float[] areas = [.. data.View.GetColumn<float>("area")];
        string[] towns = [.. data.View.GetColumn<string>("town")];

        Assert.That(weights.Keys, Is.EquivalentTo(new[] { "area", "town.N", "town.E", "town.S", "town.W" }));
        for (int i = 0; i < scores.Length; i++)
            Assert.That(table.Intercept.Weight + weights["area"] * areas[i] + weights[$"town.{towns[i]}"], Is.EqualTo(scores[i]).Within(1e-2));
        Assert.That(table.Features.Select(feature => feature.StandardError), Has.All.Null);
    }

    [Test]
    public async Task Least_squares_without_penalty_has_the_standard_errors_of_the_textbook()
    {
        (_, CoefficientTable table, Dataset data) = await FitAsync("CoordinateDescent HalfSquared, NoPenalty", "area", i => $"{50 + i * 37 % 100}");
        double[] x = [.. data.View.GetColumn<float>("area").Select(value => (double)value)], y = [.. data.Label.Values.Select(value => (double)value)];
        double meanX = x.Average(), meanY = y.Average(), sxx = x.Sum(value => (value - meanX) * (value - meanX));
        double slope = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / sxx;
        double residuals = x.Zip(y, (a, b) => Math.Pow(b - meanY - slope * (a - meanX), 2)).Sum();

        Assert.That(table.Features[0].Weight, Is.EqualTo(slope).Within(0.01).Percent);
        Assert.That(table.Features[0].StandardError, Is.EqualTo(Math.Sqrt(residuals / (x.Length - 2) / sxx)).Within(0.01).Percent);
    }

    [Test]
    public async Task Dependent_columns_have_weights_and_no_standard_errors()
    {
        (_, CoefficientTable table, _) = await FitAsync("CoordinateDescent HalfSquared, NoPenalty", "area,twice", i => $"{50 + i * 37 % 100},{100 + i * 37 % 100 * 2}");

        Assert.That(table.Features, Has.Count.EqualTo(2));
        Assert.That(table.Features.Select(feature => feature.StandardError), Has.All.Null);
    }

    [Test]
    public async Task Trees_have_no_coefficients()
    {
        (_, CoefficientTable table, _) = await FitAsync("FastTree", "area", i => $"{50 + i * 37 % 100}");

        Assert.That(table, Is.Null);
    }

    private static async Task<(FinalModel Final, CoefficientTable Table, Dataset Data)> FitAsync(string name, string columns, Func<int, string> cells)
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File($"{columns},price\n" + string.Concat(Enumerable.Range(0, 80).Select(i =>
            $"{cells(i)},{1000 + 30 * (i * 37 % 100) + 100 * (i % 4) + i * i % 53}.5\n"))));
        Label label = LabelInference.Infer(table, "price", null);
        Dataset data = new(table, label, ColumnInference.Infer(table, "price"));
        Candidate candidate = Candidates.Of(label, data.Categorical.Count > 0).Single(candidate => candidate.Name == name);
        Tuner tuner = new(new Examiner(data, seed: 1, timeout: null), new SearchBudget(new(Budget: null, Trials: 1), searches: 1));
        FinalModel final = await FinalModel.FitAsync(data, candidate, tuner, seed: 1, CancellationToken.None);
        return (final, LinearExplanation.Of(final)!, data);
    }
}
