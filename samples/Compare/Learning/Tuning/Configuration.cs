using System.Globalization;
using System.Reflection;

namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>Values of hyperparameters. Those that have none keep their default.</summary>
internal sealed class Configuration
{
    private readonly IReadOnlyDictionary<Hyperparameter, object> values;

    private Configuration(IReadOnlyDictionary<Hyperparameter, object> values) => this.values = values;

    /// <summary>Nothing is set.</summary>
    public static Configuration Default { get; } = new(new Dictionary<Hyperparameter, object>());

    /// <summary>Sets everything in the space at random.</summary>
    public static Configuration Draw(IReadOnlyList<Hyperparameter> space, Random random) =>
        new(space.ToDictionary(hyperparameter => hyperparameter, hyperparameter => hyperparameter.Draw(random)));

    public double Strength(Hyperparameter strength) => values.TryGetValue(strength, out object? value) ? (double)value
        : strength.Initial ?? throw new ArgumentException($"{strength.Name} is an option, not a strength.", nameof(strength));

    /// <summary>Writes the options among the values into the members of the same names.</summary>
    /// <exception cref="ArgumentException">There is no such member.</exception>
    public void ApplyTo(object options)
    {
        foreach ((Hyperparameter hyperparameter, object value) in values.Where(pair => pair.Key.Initial is null))
        {
            // Our options are properties, ML.NET's are fields.
            if (options.GetType().GetProperty(hyperparameter.Name) is { } property)
                property.SetValue(options, Converted(value, property.PropertyType));
            else if (options.GetType().GetField(hyperparameter.Name) is { } field)
                field.SetValue(options, Converted(value, field.FieldType));
            else
                throw new ArgumentException($"{options.GetType()} has no option '{hyperparameter.Name}'.", nameof(options));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => values.Count == 0
        ? "defaults"
        : string.Join(", ", values.Select(pair => $"{pair.Key.Name} {Convert.ToString(pair.Value, CultureInfo.InvariantCulture)}"));

    private static object Converted(object value, Type type) =>
        type.IsEnum ? value : Convert.ChangeType(value, Nullable.GetUnderlyingType(type) ?? type, CultureInfo.InvariantCulture);
}
