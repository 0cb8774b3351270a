using System.Collections.Concurrent;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>The objective of a model, summed in double row by row, without any of the solvers' kernels.</summary>
internal static class Objective
{
    /// <summary>P(w, b) of features that are not standardised.</summary>
    public static double Of<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, LinearModel model)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty =>
        Mean(problem.Features, model, (i, scores) => problem.Loss.Value(scores[0], problem.Labels[i])) + model.Weights.Sum(problem.Penalty.Value);

    /// <summary>P(W, b) of features that are not standardised.</summary>
    public static double Of<TLoss, TPenalty>(MulticlassProblem<TLoss, TPenalty> problem, LinearModel model)
        where TLoss : struct, IMulticlassLoss
        where TPenalty : struct, IPenalty =>
        Mean(problem.Features, model, (i, scores) => problem.Loss.Value(scores, problem.Labels[i])) + model.Weights.Sum(problem.Penalty.Value);

    private static double Mean(FeatureMatrix features, LinearModel model, Func<int, double[], double> loss)
    {
        int n = features.RowCount, p = features.ColumnCount;
        double[] losses = new double[n];
        Parallel.ForEach(Partitioner.Create(0, n), range =>
        {
            double[] scores = new double[model.Intercepts.Length];
            for (int i = range.Item1; i < range.Item2; i++)
            {
                Row row = features[i];
                for (int k = 0; k < scores.Length; k++) scores[k] = model.Intercepts[k] + Dot(row, model.Weights.AsSpan(k * p, p));
                losses[i] = loss(i, scores);
            }
        });
        return losses.Sum() / n;
    }

    private static double Dot(Row row, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int e = 0; e < row.Values.Length; e++) sum += (double)row.Values[e] * weights[row.IsSparse ? row.Columns[e] : e];
        return sum;
    }
}
