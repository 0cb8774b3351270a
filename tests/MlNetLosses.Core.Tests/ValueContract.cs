using System.Globalization;
using System.Reflection;
using CsCheck;

namespace MlNetLosses.Tests;

/// <summary>What every loss and penalty promises as a value: how it prints, and that no parameterless value passes unchecked.</summary>
[TestFixture]
public abstract class ValueContract<T>
    where T : struct
{
    /// <summary>Draws valid values, over the whole range of their parameters that makes sense.</summary>
    protected abstract Gen<T> Values { get; }

    protected abstract bool IsValid(T value);

    [Test]
    public void Every_constructed_value_is_valid() => Values.Sample(IsValid);

    [Test]
    public void Default_is_valid_exactly_if_there_are_no_parameters() =>
        Assert.That(IsValid(default), Is.EqualTo(!Parameters.Any()));

    [Test]
    public void New_without_arguments_is_valid_if_there_are_default_parameters() =>
        Assert.That(IsValid(new T()), Is.EqualTo(!Parameters.Any() || typeof(T).GetConstructor([]) is not null));

    [Test]
    public void Text_is_the_name_with_the_parameters() => Values.Sample(value =>
    {
        string parameters = string.Join(", ", Parameters.Select(p => $"{p.Name}: {Format(p, value)}"));
        return value.ToString() == typeof(T).Name.Split('`')[0] + (parameters.Length == 0 ? "" : $"({parameters})");
    });

    private static IEnumerable<ParameterInfo> Parameters => typeof(T).GetConstructors().SelectMany(c => c.GetParameters());

    private static string Format(ParameterInfo parameter, T value) =>
        string.Create(CultureInfo.InvariantCulture, $"{PropertyOf(parameter).GetValue(value)}");

    private static PropertyInfo PropertyOf(ParameterInfo parameter) =>
        typeof(T).GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)!;
}
