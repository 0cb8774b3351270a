using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>A candidate fitted on all rows, searched for on all of them once more if it is tuned.</summary>
/// <param name="Data">The rows.</param>
/// <param name="Candidate">Who.</param>
/// <param name="Search">What was found, if it is tuned.</param>
/// <param name="Preparation">From the file's columns to features.</param>
/// <param name="Model">From features to scores.</param>
/// <param name="Scored">All rows, behind both.</param>
internal sealed record FinalModel(
    Dataset Data, Candidate Candidate, SearchResult? Search, TransformerChain<ITransformer> Preparation, ITransformer Model, IDataView Scored)
{
    /// <summary>No time limit applies to this one fit: it has more rows than the folds had, and Ctrl+C ends it.</summary>
    public static async Task<FinalModel> FitAsync(Dataset data, Candidate candidate, Tuner tuner, int seed, CancellationToken cancellation)
    {
        SearchResult? search = null;
        if (candidate.IsTuned)
        {
            TuningSplit split = await TimeLimit.RunAsync(
                _ => TuningSplit.Of(data, [.. Enumerable.Range(0, data.Label.Rows.Count)], seed), limit: null, cancellation).ConfigureAwait(false);
            search = await tuner.SearchAsync(candidate, split, seed, cancellation).ConfigureAwait(false);
        }
        return await TimeLimit.RunAsync(
            token =>
            {
                MLContext mlContext = new(seed);
                TransformerChain<ITransformer> preparation = Learning.Preparation.Estimator(mlContext, data).Fit(data.View);
                IDataView prepared = mlContext.Data.Cache(preparation.Transform(data.View), data.Label.Name, Learning.Preparation.Features);
                ITransformer model = candidate.Fit(new(mlContext, prepared, data.Label.Name, Learning.Preparation.Features, search?.Chosen ?? Configuration.Default, token)).Model;
                return new FinalModel(data, candidate, search, preparation, model, model.Transform(prepared));
            },
            limit: null, cancellation).ConfigureAwait(false);
    }
}
