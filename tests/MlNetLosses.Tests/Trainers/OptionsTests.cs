using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsCheck;
using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;
using RangeAttribute = Microsoft.ML.SearchSpace.RangeAttribute;

namespace MlNetLosses.Tests.Trainers;

/// <summary>Options suit AutoML: they round-trip as it writes them, and no point of its search space fails.</summary>
[TestFixtureSource(typeof(CatalogTrainers), nameof(CatalogTrainers.OptionsTypes))]
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
    public void A_property_is_swept_in_one_way_that_suits_its_type_and_begins_at_its_default()
    {
        TOptions defaults = new();
        Assert.That(SearchSpacePoints.Swept(typeof(TOptions)), Is.Not.Empty);
        foreach (PropertyInfo property in typeof(TOptions).GetProperties())
        {
            object? value = property.GetValue(defaults);
            RangeAttribute? range = property.GetCustomAttribute<RangeAttribute>(false);
            ChoiceAttribute? choice = property.GetCustomAttribute<ChoiceAttribute>(false);
            BooleanChoiceAttribute? flag = property.GetCustomAttribute<BooleanChoiceAttribute>(false);
            Assert.That(new Attribute?[] { range, choice, flag }.Count(attribute => attribute is not null), Is.LessThanOrEqualTo(1), property.Name);
            if (range is not null) AssertRange(range, property, value);
            if (choice is not null) AssertChoice(choice, property, value);
            if (flag is not null) Assert.That(flag.DefaultValue, Is.EqualTo(value).And.TypeOf(property.PropertyType), property.Name);
        }
    }

    [Test]
    public void Every_edge_of_the_search_space_trains_to_a_finite_model()
    {
        foreach (PropertyInfo property in SearchSpacePoints.Swept(typeof(TOptions)))
            foreach (object edge in SearchSpacePoints.Edges(property))
                foreach (MethodInfo trainer in Trainers)
                    AssertFinite(trainer, With(new TOptions(), property, edge));
    }

    [Test]
    public void Random_points_and_corners_of_the_search_space_train_to_finite_models() =>
        Gen.Int.Select(seed => new Random(seed)).Sample(
            random =>
            {
                TOptions options = new();
                foreach (PropertyInfo property in SearchSpacePoints.Swept(typeof(TOptions))) With(options, property, SearchSpacePoints.Draw(property, random));
                AssertFinite(random.GetItems(Trainers.ToArray(), 1)[0], options);
            },
            iter: 10, threads: 1);

    [TestCaseSource(nameof(Trainers))]
    public void A_context_that_is_cancelled_as_by_the_time_limit_ends_the_fit(MethodInfo trainer)
    {
        MLContext cancelled = TestData.Context();
        IDataView data = CatalogTrainers.Data(trainer, cancelled, read: () => CancelExecution(cancelled));
        Assert.That(() => CatalogTrainers.Create(trainer, cancelled, new TOptions()).Fit(data), Throws.InstanceOf<OperationCanceledException>());
    }

    private static IEnumerable<MethodInfo> Trainers => CatalogTrainers.Taking(typeof(TOptions));

    private static void AssertRange(RangeAttribute range, PropertyInfo property, object? value)
    {
        Assert.That(property.PropertyType, Is.EqualTo(typeof(int)).Or.EqualTo(typeof(float)).Or.EqualTo(typeof(double)), property.Name);
        Assert.That(new[] { range.Min, range.Max, range.Init }, Has.All.TypeOf(property.PropertyType), property.Name);
        Assert.That(range.Init, Is.EqualTo(value), property.Name);
        Assert.That(range.Min, Is.LessThan(range.Max), property.Name);
        Assert.That(range.Init, Is.InRange(range.Min, range.Max), property.Name);
        if (range.LogBase) Assert.That(range.Min, Is.Positive, property.Name);
    }

    private static void AssertChoice(ChoiceAttribute choice, PropertyInfo property, object? value)
    {
        Assert.That(property.PropertyType.IsEnum || property.PropertyType == typeof(string) || property.PropertyType.IsPrimitive, property.Name);
        Assert.That(choice.DefaultValue, Is.EqualTo(value), property.Name);
        Assert.That(choice.Candidates, Is.Unique.And.Contains(value), property.Name);
        Assert.That(choice.Candidates, Has.All.TypeOf(property.PropertyType), property.Name);
    }

    /// <summary>Sets a property the way AutoML does, through JSON.</summary>
    private static TOptions With(TOptions options, PropertyInfo property, object value)
    {
        string json = JsonSerializer.Serialize(value, AutoML);
        property.SetValue(options, JsonSerializer.Deserialize(json, property.PropertyType, AutoML));
        return options;
    }

    private void AssertFinite(MethodInfo trainer, TOptions options)
    {
        string before = JsonSerializer.Serialize(options, AutoML);
        IDataView data = CatalogTrainers.Data(trainer, mlContext);
        IDataView scored = CatalogTrainers.Create(trainer, mlContext, options).Fit(data).Transform(data);
        Assert.That(CatalogTrainers.Scores(scored), Is.Not.Empty.And.All.Matches<float>(float.IsFinite), $"{trainer} {before}");
        Assert.That(JsonSerializer.Serialize(options, AutoML), Is.EqualTo(before), "A trainer must not write to its options.");
    }

    private static void AssertRoundTrip(TOptions options)
    {
        string json = JsonSerializer.Serialize(options, AutoML);
        TOptions copy = JsonSerializer.Deserialize<TOptions>(json, AutoML)!;
        foreach (PropertyInfo property in typeof(TOptions).GetProperties())
            Assert.That(property.GetValue(copy), Is.EqualTo(property.GetValue(options)), property.Name);
    }

    /// <summary>Internal: AutoML calls it when its time is up.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void CancelExecution(MLContext mlContext);
}
