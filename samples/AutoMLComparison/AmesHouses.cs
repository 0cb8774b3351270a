using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetLosses.Samples.AutoMLComparison;

/// <summary>2,930 sales of houses in Ames, and their features: numbers, and names one-hot.</summary>
internal sealed class AmesHouses
{
    public const string Label = "Sale_Price";
    public const string Features = "Features";

    private readonly MLContext mlContext;
    private readonly string[] numeric, categorical;

    public AmesHouses(MLContext mlContext, string path)
    {
        this.mlContext = mlContext;
        string[][] lines = [.. File.ReadLines(path).Select(line => line.Split(','))];
        string[] names = lines[0];
        bool[] isNumber = [.. names.Select((_, column) => lines.Skip(1).All(cells => float.TryParse(cells[column], CultureInfo.InvariantCulture, out float _)))];
        numeric = [.. names.Where((name, column) => isNumber[column] && name != Label)];
        categorical = [.. names.Where((_, column) => !isNumber[column])];
        Sales = mlContext.Data.LoadFromTextFile(
            path, [.. names.Select((name, column) => new TextLoader.Column(name, isNumber[column] ? DataKind.Single : DataKind.String, column))], ',', hasHeader: true);
    }

    /// <summary>The table.</summary>
    public IDataView Sales { get; }

    /// <summary>From the table to <see cref="Features"/>. Trainers that need scaled numbers get them; trees are indifferent.</summary>
    public IEstimator<ITransformer> Preparation =>
        mlContext.Transforms.Categorical.OneHotEncoding(Pairs(categorical))
            .Append(mlContext.Transforms.NormalizeMeanVariance(Pairs(numeric), fixZero: false))
            .Append(mlContext.Transforms.Concatenate(Features, [.. numeric, .. categorical]));

    private static InputOutputColumnPair[] Pairs(string[] names) => [.. names.Select(name => new InputOutputColumnPair(name))];
}
