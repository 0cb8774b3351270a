using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>What <c>Fit</c> of every trainer of MlNetLosses looks like.</summary>
internal delegate ITransformer CertifiedFit(IDataView input, out TrainingSummary summary);

/// <summary>Candidates of MlNetLosses: their models come with a certificate.</summary>
internal static class Certified
{
    /// <param name="name">Its name in the leaderboard.</param>
    /// <param name="strengths">Of loss and penalty; a search sets them, and the options whose attributes give a range.</param>
    /// <param name="trainer">Makes the trainer.</param>
    public static Candidate Candidate<TOptions>(string name, Hyperparameter[] strengths, Func<FitRequest, TOptions, CertifiedFit> trainer)
        where TOptions : LinearTrainerOptions, new() =>
        new(name, Family.MlNetLosses, request => Fit(trainer(request, Options<TOptions>(request)), request.Train))
        {
            Space = [.. strengths, .. Hyperparameter.Of(typeof(TOptions))],
        };

    /// <summary>
    /// Tries each strength of the penalty on four fifths of the training part, keeps the one that does best on the last fifth, and
    /// fits with it on the whole. The fold's test part is not looked at, and the time of all these fits counts.
    /// </summary>
    public static Candidate OfStrengths<TOptions>(
        string name, LearningTask task, Label label, IReadOnlyList<double> strengths, Func<FitRequest, TOptions, double, CertifiedFit> trainer)
        where TOptions : LinearTrainerOptions, new() =>
        new(name, Family.MlNetLosses, request =>
        {
            long cut = request.Train.GetRowCount()!.Value * 4 / 5;
            IDataView inner = request.MLContext.Data.TakeRows(request.Train, cut);
            IDataView held = request.MLContext.Data.SkipRows(request.Train, cut);
            double Loss(double strength)
            {
                ITransformer model = trainer(request, Options<TOptions>(request), strength)(inner, out _);
                return Metric.Of(task)[0].Loss(Metric.Evaluate(request.MLContext, label, model.Transform(held))[0]);
            }
            return Fit(trainer(request, Options<TOptions>(request), strengths.MinBy(Loss)), request.Train);
        });

    /// <summary>δ in units of the noise scale that the fit estimates.</summary>
    public static TOptions Robust<TOptions>(TOptions options) where TOptions : LinearTrainerOptions
    {
        options.ScaleEstimation = ScaleEstimation.MedianAbsoluteDeviation;
        return options;
    }

    /// <summary>Both classes weigh the same, or a hinge would give up a rare one altogether.</summary>
    public static TOptions Balanced<TOptions>(TOptions options) where TOptions : LinearTrainerOptions
    {
        options.ClassWeighting = ClassWeighting.Balanced;
        return options;
    }

    /// <summary>So near to the optimum that standard errors, which are those of the optimum, can be told.</summary>
    public static TOptions Exact<TOptions>(TOptions options) where TOptions : LinearTrainerOptions
    {
        options.Tolerance = 1e-10;
        return options;
    }

    private static Fitted Fit(CertifiedFit fit, IDataView train)
    {
        ITransformer model = fit(train, out TrainingSummary summary);
        return new(model, summary.RelativeGap);
    }

    /// <summary>The features are scaled already, and the same for all: no need to standardise again, unless a search wants it.</summary>
    private static TOptions Options<TOptions>(FitRequest request) where TOptions : LinearTrainerOptions, new()
    {
        TOptions options = new()
        {
            LabelColumnName = request.Label,
            FeatureColumnName = request.Features,
            Standardize = false,
            CancellationToken = request.Cancellation,
        };
        request.Configuration.ApplyTo(options);
        return options;
    }
}
