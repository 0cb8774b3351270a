using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Features of both parts of a fold, computed once for all candidates and kept in memory, by what the training part alone says.</summary>
/// <param name="Fold">Which rows.</param>
/// <param name="Train">What models are fitted on.</param>
/// <param name="Test">What they are judged on.</param>
internal sealed record PreparedFold(Fold Fold, IDataView Train, IDataView Test)
{
    public static PreparedFold Of(MLContext mlContext, Dataset data, Fold fold)
    {
        IDataView train = data.View.Subset(fold.Train);
        TransformerChain<ITransformer> preparation = Preparation.Estimator(mlContext, data).Fit(train);
        string[] columns = [data.Label.Name, Preparation.Features];
        return new(
            fold,
            Cached(mlContext, preparation.Transform(train), columns),
            Cached(mlContext, preparation.Transform(data.View.Subset(fold.Test)), columns));
    }

    /// <summary>The first rows of the training part.</summary>
    public IDataView FirstOfTrain(MLContext mlContext, int rows) =>
        rows == Fold.Train.Length ? Train : Cached(mlContext, mlContext.Data.TakeRows(Train, rows), [.. Train.Schema.Select(column => column.Name)]);

    private static IDataView Cached(MLContext mlContext, IDataView view, string[] columns)
    {
        IDataView cached = mlContext.Data.Cache(view, columns);
        // Fills the cache now, or the first candidate's time would hold it.
        using DataViewRowCursor cursor = cached.GetRowCursor(columns.Select(name => cached.Schema[name]));
        while (cursor.MoveNext())
        {
        }
        return cached;
    }
}
