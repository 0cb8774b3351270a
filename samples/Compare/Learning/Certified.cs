using Microsoft.ML;
using MlNetLosses.Samples.Compare.Tables;
using MlNetLosses.Trainers;

namespace MlNetLosses.Samples.Compare.Learning;

/// <summary>What <c>Fit</c> of every trainer of MlNetLosses looks like.</summary>
internal delegate ITransformer CertifiedFit(IDataView input, out TrainingSummary summary);

/// <summary>Candidates of MlNetLosses: their models come with a certificate.</summary>
internal static class Certified
{
    public static Candidate Candidate(string name, Func<Columns, CertifiedFit> trainer) => new(name, Family.MlNetLosses, (train, columns) =>
    {
        ITransformer model = trainer(columns)(train, out TrainingSummary summary);
        return new(model, summary.RelativeGap);
    });

    /// <summary>
    /// Tries each strength of the penalty on four fifths of the training part, keeps the one that does best on the last fifth, and
    /// fits with it on the whole. The fold's test part is not looked at, and the time of all these fits counts.
    /// </summary>
    public static Candidate Tuned(
        string name, MLContext mlContext, Label label, IReadOnlyList<double> strengths, Func<Columns, double, CertifiedFit> trainer) =>
        new(name, Family.MlNetLosses, (train, columns) =>
        {
            long cut = train.GetRowCount()!.Value * 4 / 5;
            IDataView inner = mlContext.Data.TakeRows(train, cut);
            IDataView held = mlContext.Data.SkipRows(train, cut);
            double Loss(double strength)
            {
                double value = Metric.Evaluate(mlContext, label, trainer(columns, strength)(inner, out _).Transform(held))[0];
                return Metric.Of(label.Task)[0].HigherIsBetter ? -value : value;
            }
            ITransformer model = trainer(columns, strengths.MinBy(Loss))(train, out TrainingSummary summary);
            return new(model, summary.RelativeGap);
        });

    /// <summary>Options for these columns. The features are scaled already, and the same for all: no need to standardise again.</summary>
    public static TOptions Options<TOptions>(Columns columns) where TOptions : LinearTrainerOptions, new() => new()
    {
        LabelColumnName = columns.Label,
        FeatureColumnName = columns.Features,
        Standardize = false,
        CancellationToken = columns.Cancellation,
    };
}
