using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.Trainers;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;
using RangeAttribute = Microsoft.ML.SearchSpace.RangeAttribute;

namespace MlNetLosses.Tests.Trainers;

/// <summary>Options suit AutoML: they round-trip as it writes them, and no point of its search space fails.</summary>
[TestFixture(typeof(ProximalSdcaOptions))]
[TestFixture(typeof(ProximalSgdOptions))]
[TestFixture(typeof(CoordinateDescentOptions))]
[TestFixture(typeof(ElasticNetPathOptions))]
public sealed class OptionsTests<TOptions>
    where TOptions : LinearTrainerOptions, new()
{
    /// <summary>As <c>Microsoft.ML.SearchSpace.Parameter</c> sets it up.</summary>
    private static readonly JsonSerializerOptions AutoML = new()
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly MLContext mlContext = TestData.Context();

    [Test]
    public void Defaults_round_trip() => AssertRoundTrip(new TOptions());

    [Test]
    public void Set_values_round_trip() => AssertRoundTrip(new TOptions
    {
        LabelColumnName = "y",
        ExampleWeightColumnName = "w",
        Tolerance = 1e-3,
        MaximumEpochs = 7,
        Standardize = false,
        NumberOfThreads = 2,
        ClassWeighting = ClassWeighting.Balanced,
        ScaleEstimation = ScaleEstimation.Concomitant,
        PenaltyFactors = [1, 2],
        LowerBounds = [0, double.NegativeInfinity],
        UpperBounds = [double.PositiveInfinity, 1],
    });

    [Test]
    public void There_are_properties_only_and_nothing_that_cannot_be_written_is_written()
    {
        Assert.That(typeof(TOptions).GetFields(BindingFlags.Public | BindingFlags.Instance), Is.Empty);
        TOptions options = new() { Progress = new Progress<TrainingProgress>(), CancellationToken = new(true) };
        string json = JsonSerializer.Serialize(options, AutoML);
        Assert.That(json, Does.Not.Contain(nameof(options.Progress)).And.Not.Contain(nameof(options.CancellationToken)));
    }

    [Test]
    public void Ranges_begin_at_the_default_and_are_of_the_type_of_the_property()
    {
        TOptions defaults = new();
        foreach (PropertyInfo property in typeof(TOptions).GetProperties())
        {
            object? value = property.GetValue(defaults);
            if (property.GetCustomAttribute<RangeAttribute>(false) is RangeAttribute range)
            {
                Assert.That(range.Init, Is.EqualTo(value).And.TypeOf(property.PropertyType), property.Name);
                Assert.That(range.Min, Is.TypeOf(property.PropertyType), property.Name);
            }

            if (property.GetCustomAttribute<ChoiceAttribute>(false) is ChoiceAttribute choice)
                Assert.That(choice.DefaultValue, Is.EqualTo(value), property.Name);
            if (property.GetCustomAttribute<BooleanChoiceAttribute>(false) is BooleanChoiceAttribute flag)
                Assert.That(flag.DefaultValue, Is.EqualTo(value), property.Name);
        }
    }

    [Test]
    public void Every_edge_of_the_search_space_trains_to_a_finite_model()
    {
        foreach (PropertyInfo property in Swept)
            foreach (object edge in EdgesOf(property))
                AssertFinite(With(new TOptions(), property, edge));
    }

    [Test]
    public void Random_points_of_the_search_space_train_to_finite_models() =>
        Gen.Int.Select(seed => new Random(seed)).Sample(
            random =>
            {
                TOptions options = new();
                foreach (PropertyInfo property in Swept) With(options, property, RandomOf(property, random));
                AssertFinite(options);
            },
            iter: 15, threads: 1);

    private static IEnumerable<PropertyInfo> Swept => typeof(TOptions).GetProperties().Where(property => EdgesOf(property).Length > 0);

    private static object[] EdgesOf(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>(false) is RangeAttribute range ? [range.Min, range.Max]
        : property.GetCustomAttribute<ChoiceAttribute>(false) is ChoiceAttribute choice ? choice.Candidates
        : property.IsDefined(typeof(BooleanChoiceAttribute), false) ? [true, false]
        : [];

    private static object RandomOf(PropertyInfo property, Random random)
    {
        object[] edges = EdgesOf(property);
        if (property.GetCustomAttribute<RangeAttribute>(false) is null) return edges[random.Next(edges.Length)];
        double low = Math.Log(Convert.ToDouble(edges[0])), high = Math.Log(Convert.ToDouble(edges[1]));
        return Convert.ChangeType(Math.Exp(low + random.NextDouble() * (high - low)), property.PropertyType);
    }

    /// <summary>Sets a property the way AutoML does, through JSON.</summary>
    private static TOptions With(TOptions options, PropertyInfo property, object value)
    {
        string json = JsonSerializer.Serialize(value, AutoML);
        property.SetValue(options, JsonSerializer.Deserialize(json, property.PropertyType, AutoML));
        return options;
    }

    private void AssertFinite(TOptions options)
    {
        string before = JsonSerializer.Serialize(options, AutoML);
        foreach (LinearModelParameters model in Models(options))
        {
            Assert.That(model.Weights.Append(model.Bias), Has.All.Matches<float>(float.IsFinite), before);
            Assert.That(JsonSerializer.Serialize(options, AutoML), Is.EqualTo(before), "A trainer must not write to its options.");
        }
    }

    private IEnumerable<LinearModelParameters> Models(TOptions options)
    {
        IDataView numbers = TestData.View(mlContext, TestData.Regression(30));
        IDataView binary = TestData.View(mlContext, TestData.Binary(30));
        ElasticNet penalty = new(1e-3, 1e-3);
        return options switch
        {
            ProximalSdcaOptions sdca =>
            [
                mlContext.Regression.Trainers.ProximalSdca(new Huber(), penalty, sdca).Fit(numbers).Model,
                mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), penalty, sdca).Fit(binary).Model,
            ],
            ProximalSgdOptions sgd =>
            [
                mlContext.Regression.Trainers.ProximalSgd(new HalfSquared(), penalty, sgd).Fit(numbers).Model,
                mlContext.BinaryClassification.Trainers.ProximalSgd(new Hinge(), penalty, sgd).Fit(binary).Model,
            ],
            CoordinateDescentOptions descent =>
            [
                mlContext.Regression.Trainers.CoordinateDescent(new Huber(), penalty, descent).Fit(numbers).Model,
                mlContext.BinaryClassification.Trainers.CoordinateDescent(new Logistic(), penalty, descent).Fit(binary).Model,
            ],
            ElasticNetPathOptions path =>
            [
                mlContext.Regression.Trainers.ElasticNetPath(new Huber(), path).Fit(numbers).Model,
                mlContext.BinaryClassification.Trainers.ElasticNetPath(new Logistic(), path).Fit(binary).Model,
            ],
            _ => throw new NotSupportedException(),
        };
    }

    private static void AssertRoundTrip(TOptions options)
    {
        string json = JsonSerializer.Serialize(options, AutoML);
        TOptions copy = JsonSerializer.Deserialize<TOptions>(json, AutoML)!;
        foreach (PropertyInfo property in typeof(TOptions).GetProperties())
            Assert.That(property.GetValue(copy), Is.EqualTo(property.GetValue(options)), property.Name);
    }
}
