using System.Globalization;
using MlNetLosses.Data;

namespace MlNetLosses.Benchmarks.Peers.Paths;

/// <summary>A data set of the comparison of paths.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Family">glmnet's name of the loss.</param>
/// <param name="L1Ratio">α.</param>
/// <param name="Values">The features, row by row.</param>
/// <param name="Labels">y.</param>
internal sealed record PathData(string Name, string Family, double L1Ratio, float[] Values, double[] Labels)
{
    public int RowCount => Labels.Length;

    public int ColumnCount => Values.Length / Labels.Length;

    public FeatureMatrix Features => FeatureMatrix.Dense(Values, RowCount, ColumnCount);

    /// <summary>Log prices of houses: 2,930 rows, numbers and one-hot columns.</summary>
    public static PathData Ames()
    {
        (float[] values, string[] labels) = Read("ames.csv", "Sale_Price");
        return new("ames", "gaussian", 1, values, ToUnitVariance([.. labels.Select(text => Math.Log(Number(text)))]));
    }

    /// <summary>Who leaves a telephone company: 5,000 rows, two classes.</summary>
    public static PathData Churn()
    {
        (float[] values, string[] labels) = Read("churn.csv", "churn");
        return new("churn", "binomial", 0.5, values, [.. labels.Select(text => text == "yes" ? 1.0 : -1.0)]);
    }

    /// <summary>More features than rows: 200 × 5,000, neighbours correlated at 0.7, 20 of them count.</summary>
    public static PathData Wide()
    {
        const int n = 200, p = 5000, informative = 20;
        const double correlation = 0.7;
        Random random = new(1);
        float[] values = new float[n * p];
        double[] labels = new double[n];
        for (int i = 0; i < n; i++)
        {
            double x = Normal(random);
            for (int j = 0; j < p; j++)
            {
                x = correlation * x + Math.Sqrt(1 - correlation * correlation) * Normal(random);
                values[i * p + j] = (float)x;
                if (j % (p / informative) == 0) labels[i] += (j / (p / informative) % 2 == 0 ? 1 : -1) * x;
            }

            labels[i] += 2 * Normal(random);
        }

        return new("wide", "gaussian", 0.9, values, ToUnitVariance(labels));
    }

    /// <summary>glmnet scales the label before it penalises, which makes another problem of α &lt; 1 unless the label has unit variance.</summary>
    private static double[] ToUnitVariance(double[] labels)
    {
        double mean = labels.Average(), deviation = Math.Sqrt(labels.Average(y => (y - mean) * (y - mean)));
        return [.. labels.Select(y => y / deviation)];
    }

    /// <summary>Reads a shipped table: numbers as they are, names as one column per level.</summary>
    private static (float[] Values, string[] Labels) Read(string file, string label)
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Select(line => line.Split(','))];
        int labelColumn = Array.IndexOf(rows[0], label);
        rows = rows[1..];
        List<Func<string[], float>> columns = [];
        for (int c = 0; c < rows[0].Length; c++)
        {
            int at = c;
            if (c == labelColumn) continue;
            if (rows.All(row => double.TryParse(row[at], CultureInfo.InvariantCulture, out _)))
                columns.Add(row => (float)Number(row[at]));
            else
                columns.AddRange(rows.Select(row => row[at]).Distinct().Order(StringComparer.Ordinal).Select(level => (Func<string[], float>)(row => row[at] == level ? 1 : 0)));
        }

        return ([.. rows.SelectMany(row => columns.Select(column => column(row)))], [.. rows.Select(row => row[labelColumn])]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
