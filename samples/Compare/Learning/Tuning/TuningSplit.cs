using Microsoft.ML;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning.Tuning;

/// <summary>Some rows divided once more, for searches: a part to judge on, and training parts each of twice the rows of the one before.</summary>
/// <param name="Rungs">The training parts, the smallest first; the last one is all rows but those to judge on.</param>
/// <param name="Held">What trials are judged on.</param>
internal sealed record TuningSplit(IReadOnlyList<IDataView> Rungs, IDataView Held)
{
    private const int MostRungs = 4;

    /// <summary>Fewer rows to train on would say little.</summary>
    private const int LeastRows = 100;

    /// <summary>One row in so many is judged on, if the smallest class has so many.</summary>
    private const int Parts = 5;

    /// <summary>Divides rows, at which the features are prepared anew, by what the training part says.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="positions">Rows of its view: those that the search may see.</param>
    /// <param name="seed">Of the division.</param>
    public static TuningSplit Of(Dataset data, int[] positions, int seed)
    {
        MLContext mlContext = new(seed);
        int smallest = data.Label.Task == LearningTask.Regression ? positions.Length : positions.CountBy(position => data.Label.Values[position]).Min(group => group.Value);
        PreparedFold prepared = PreparedFold.Of(mlContext, data, Fold.Split(data.Label, positions, Math.Clamp(smallest, 2, Parts), seed)[0]);
        int rows = prepared.Fold.Train.Length;
        int rungs = Math.Clamp(1 + (int)Math.Log2(Math.Max(1, rows / LeastRows)), 1, MostRungs);
        return new([.. Enumerable.Range(1, rungs).Select(rung => prepared.FirstOfTrain(mlContext, rows >> (rungs - rung)))], prepared.Test);
    }
}
