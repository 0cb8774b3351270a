using System.Globalization;
using System.Reflection;
using Microsoft.ML.SearchSpace;
using MlNetLosses.Trainers;

namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>An option of a trainer, or a strength of its loss or penalty, that a search may set.</summary>
/// <param name="Name">The option's name, or the strength's symbol.</param>
/// <param name="Draw">One of its values, at random.</param>
internal sealed record Hyperparameter(string Name, Func<Random, object> Draw)
{
    /// <summary>A strength may be that many times its initial value, or that part of it.</summary>
    private const double StrengthFactor = 100;

    /// <summary>
    /// Options that have a range and are not searched: how exactly the optimum is found, which is what the certificate tells, and
    /// whether there is an intercept, without which hardly any label can be met.
    /// </summary>
    private static readonly string[] Fixed = [nameof(LinearTrainerOptions.Tolerance), nameof(LinearTrainerOptions.MaximumEpochs), nameof(LinearTrainerOptions.FitIntercept)];

    /// <summary>A strength's value where nothing is searched; null: this is an option, and the trainer has its default.</summary>
    public double? Initial { get; private init; }

    /// <summary>A strength, from a hundredth to a hundred times its initial value.</summary>
    public static Hyperparameter Strength(string name, double initial) => Strength(name, initial, initial / StrengthFactor, initial * StrengthFactor);

    /// <summary>A strength within bounds.</summary>
    public static Hyperparameter Strength(string name, double initial, double low, double high) => Real(name, low, high) with { Initial = initial };

    /// <summary>A number whose order of magnitude counts.</summary>
    public static Hyperparameter Real(string name, double low, double high) => new(name, random => Rounded(Logarithmic(random, low, high)));

    /// <summary>A whole number whose order of magnitude counts.</summary>
    public static Hyperparameter Whole(string name, int low, int high) => new(name, random => (int)Math.Round(Logarithmic(random, low, high)));

    /// <summary>A number whose differences count.</summary>
    public static Hyperparameter Share(string name, double low, double high) => new(name, random => Rounded(low + random.NextDouble() * (high - low)));

    public static Hyperparameter OneOf(string name, params object[] values) => new(name, random => values[random.Next(values.Length)]);

    /// <summary>Those that the properties of an options class declare by their attributes, as AutoML reads them.</summary>
    public static IEnumerable<Hyperparameter> Of(Type options) =>
        options.GetProperties().Where(property => !Fixed.Contains(property.Name)).Select(Of).OfType<Hyperparameter>();

    private static Hyperparameter? Of(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { } range ? Of(property.Name, range)
        : property.GetCustomAttribute<ChoiceAttribute>() is { } choice ? OneOf(property.Name, choice.Candidates)
        : property.IsDefined(typeof(BooleanChoiceAttribute)) ? OneOf(property.Name, false, true)
        : null;

    private static Hyperparameter Of(string name, RangeAttribute range)
    {
        double low = Convert.ToDouble(range.Min, CultureInfo.InvariantCulture), high = Convert.ToDouble(range.Max, CultureInfo.InvariantCulture);
        return (range.Min is int, range.LogBase) switch
        {
            (true, true) => Whole(name, (int)low, (int)high),
            (true, false) => new(name, random => random.Next((int)low, (int)high + 1)),
            (false, true) => Real(name, low, high),
            (false, false) => Share(name, low, high),
        };
    }

    private static double Logarithmic(Random random, double low, double high) => low * Math.Pow(high / low, random.NextDouble());

    /// <summary>To the three digits that reports show, so that what they show is what was used.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
