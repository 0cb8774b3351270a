using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.AutoMLComparison;
using MlNetLosses.Tests.Trainers;
using RangeAttribute = Microsoft.ML.SearchSpace.RangeAttribute;

namespace MlNetLosses.Samples.Tests.AutoMLComparison;

/// <summary>What AutoML is given, without AutoML: whatever it draws, the trainer copes with it.</summary>
internal sealed class CandidatesTests
{
    private readonly MLContext mlContext = new(seed: 1);

    [Test]
    public void Huber_trains_at_every_edge() => AssertTrains(Candidates.Huber);

    [Test]
    public void Absolute_trains_at_every_edge() => AssertTrains(Candidates.Absolute);

    [Test]
    public void Stochastic_trains_at_every_edge() => AssertTrains(Candidates.Stochastic);

    private void AssertTrains<TOptions>(Candidate<TOptions> candidate)
        where TOptions : class, new()
    {
        AmesHouses houses = new(mlContext, Path.Combine(TestContext.CurrentContext.TestDirectory, "ames.csv"));
        IDataView sales = mlContext.Data.TakeRows(houses.Sales, 150);
        IDataView prepared = mlContext.Data.Cache(houses.Preparation.Fit(sales).Transform(sales));
        foreach (PropertyInfo property in SearchSpacePoints.Swept(typeof(TOptions)))
        {
            object? initial = property.GetValue(candidate.Defaults);
            if (property.GetCustomAttribute<RangeAttribute>() is RangeAttribute range) Assert.That(range.Init, Is.EqualTo(initial), property.Name);
            foreach (object edge in SearchSpacePoints.Edges(property))
            {
                property.SetValue(candidate.Defaults, edge);
                IEnumerable<float> scores = candidate.Create(mlContext, candidate.Defaults).Fit(prepared).Transform(prepared).GetColumn<float>("Score");
                Assert.That(scores, Has.All.Matches<float>(float.IsFinite), $"{property.Name} = {edge}");
            }
            property.SetValue(candidate.Defaults, initial);
        }
    }
}
