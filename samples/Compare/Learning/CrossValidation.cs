using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>Fits every candidate on every fold: fold by fold, so that a run that is cut short still compares like with like.</summary>
internal sealed class CrossValidation(MLContext mlContext, Dataset data, IReadOnlyList<Candidate> candidates, IReadOnlyList<Fold> folds)
{
    /// <summary>Told before each fit (<c>Score</c> is null) and after it.</summary>
    public sealed record Step(Candidate Candidate, Fold Fold, FoldScore? Score);

    /// <summary>Runs until done or cancelled; what was done by then is returned.</summary>
    public async Task<IReadOnlyList<FoldScore>> RunAsync(Action<Step> report, CancellationToken cancellation)
    {
        List<FoldScore> scores = [];
        try
        {
            foreach (Fold fold in folds)
            {
                // Most of ML.NET's trainers can't be interrupted: then the fit is left to its thread, and nobody waits for it.
                (IDataView train, IDataView test) = await Task.Run(() => Prepare(fold), cancellation).WaitAsync(cancellation).ConfigureAwait(false);
                foreach (Candidate candidate in candidates)
                {
                    report(new(candidate, fold, null));
                    FoldScore score = await Task.Run(() => Judge(candidate, fold, train, test, cancellation), cancellation)
                        .WaitAsync(cancellation).ConfigureAwait(false);
                    scores.Add(score);
                    report(new(candidate, fold, score));
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        return scores;
    }

    /// <summary>Features of both parts, computed once for all candidates and kept in memory, by what the training part alone says.</summary>
    private (IDataView Train, IDataView Test) Prepare(Fold fold)
    {
        IDataView train = data.View.Subset(fold.Train);
        TransformerChain<ITransformer> preparation = Preparation.Estimator(mlContext, data).Fit(train);
        return (Cached(preparation.Transform(train)), Cached(preparation.Transform(data.View.Subset(fold.Test))));
    }

    private IDataView Cached(IDataView view)
    {
        string[] columns = [data.Label.Name, Preparation.Features];
        IDataView cached = mlContext.Data.Cache(view, columns);
        // Fills the cache now, or the first candidate's time would hold it.
        using DataViewRowCursor cursor = cached.GetRowCursor(columns.Select(name => cached.Schema[name]));
        while (cursor.MoveNext())
        {
        }
        return cached;
    }

    private FoldScore Judge(Candidate candidate, Fold fold, IDataView train, IDataView test, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            Fitted fitted = candidate.Fit(train, new(data.Label.Name, Preparation.Features, cancellation));
            clock.Stop();
            IDataView scored = fitted.Model.Transform(test);
            double[] values = Metric.Evaluate(mlContext, data.Label, scored);
            return new(candidate, fold.Number, values, clock.Elapsed.TotalSeconds, Sparsity.Of(fitted.Model), fitted.RelativeGap)
            {
                Predictions = OutOfFold.Read(data.Label, fold.Test, scored),
            };
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // One candidate that can't cope must not cost the user the others.
            return new(candidate, fold.Number, [], clock.Elapsed.TotalSeconds, null, null, Describe(e));
        }
    }

    private static string Describe(Exception e) => e is DllNotFoundException
        ? "a native library can't be loaded. LightGBM needs OpenMP: on Debian and Ubuntu, apt-get install libgomp1."
        : e.Message.ReplaceLineEndings(" ");
}
