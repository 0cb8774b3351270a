using System.Reflection;
using Microsoft.ML.SearchSpace;
using RangeAttribute = Microsoft.ML.SearchSpace.RangeAttribute;

namespace MlNetLosses.Tests.Trainers;

/// <summary>The points that AutoML can draw for an options class, by the attributes of its properties.</summary>
internal static class SearchSpacePoints
{
    /// <summary>The properties that are swept.</summary>
    public static IEnumerable<PropertyInfo> Swept(Type options) => options.GetProperties().Where(property => Edges(property).Length > 0);

    /// <summary>The ends of a range, or every choice; empty: not swept.</summary>
    public static object[] Edges(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>(false) is RangeAttribute range ? [range.Min, range.Max]
        : property.GetCustomAttribute<ChoiceAttribute>(false) is ChoiceAttribute choice ? choice.Candidates
        : property.IsDefined(typeof(BooleanChoiceAttribute), false) ? [true, false]
        : [];

    /// <summary>An end or a choice; of a range, every other time a point within.</summary>
    public static object Draw(PropertyInfo property, Random random)
    {
        object[] edges = Edges(property);
        if (property.GetCustomAttribute<RangeAttribute>(false) is not RangeAttribute range || random.Next(2) == 0) return edges[random.Next(edges.Length)];
        double low = Scale(Convert.ToDouble(range.Min)), high = Scale(Convert.ToDouble(range.Max));
        double point = low + random.NextDouble() * (high - low);
        return Convert.ChangeType(range.LogBase ? Math.Exp(point) : point, property.PropertyType);

        double Scale(double value) => range.LogBase ? Math.Log(value) : value;
    }
}
