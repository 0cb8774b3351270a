using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Computes certificates of one problem with several outputs again and again, in arrays of its own.</summary>
internal sealed class MulticlassCertifier<TLoss, TPenalty>(PreparedMulticlassProblem<TLoss, TPenalty> problem)
    where TLoss : struct, IMulticlassDualLoss
    where TPenalty : struct, IPenalty
{
    /// <summary>Dual points are tried at this factor of smoothing, larger and smaller.</summary>
    private const double SmoothingStep = 8;

    private readonly int stride = problem.Stride;
    private readonly RowBlocks examples = new(problem.Labels.Length, problem.Threads);
    private readonly double[] predictions = new double[problem.Labels.Length * problem.Stride];
    private readonly double[] dual = new double[problem.Labels.Length * problem.Stride];
    private readonly double[] correlations = new double[problem.Features.ColumnCount * problem.Stride];
    private double smoothing = problem.PredictionPerSlope;

    /// <summary>zᵢ of the model certified last, K values.</summary>
    public ReadOnlySpan<double> Predictions(int row) => predictions.AsSpan(row * stride, problem.ClassCount);

    /// <summary>The certificate of weights and the intercepts of centred features, at the best of a few dual points −∇f(z), smoothed or not.</summary>
    public Certificate Certify(double[] weights, double[] intercepts)
    {
        double objective = Predict(weights, intercepts);
        double gap = GapAtSmoothing(weights, 0), middle = smoothing;
        foreach (double candidate in (ReadOnlySpan<double>)[middle * SmoothingStep, middle, middle / SmoothingStep])
        {
            double smoothed = GapAtSmoothing(weights, candidate);
            if (smoothed < gap) (gap, smoothing) = (smoothed, candidate);
        }

        return new(objective, problem.NullObjective, gap);
    }

    /// <summary>The certificate of weights and the intercepts of centred features, at a dual point that a solver brings.</summary>
    public Certificate Certify(double[] weights, double[] intercepts, ReadOnlySpan<double> dualPoint)
    {
        dualPoint.CopyTo(dual);
        Balance();
        MatrixProducts.PredictAndCorrelate(
            problem.Features, weights, intercepts, problem.Shares, dual, problem.Origin, predictions, correlations, problem.Threads);
        return new(Objective(weights), problem.NullObjective, GapOfCorrelations(weights));
    }

    /// <summary>Writes a good dual point of weights and intercepts: the better of a = 0 and those that <see cref="Certify(double[], double[])"/> tries.</summary>
    public void WriteDualPoint(double[] weights, double[] intercepts, double[] best)
    {
        Predict(weights, intercepts);
        Array.Clear(dual);
        Array.Clear(correlations);
        double least = GapOfCorrelations(weights);
        Array.Clear(best);
        foreach (double candidate in (ReadOnlySpan<double>)[0, smoothing, smoothing / SmoothingStep])
        {
            double gap = GapAtSmoothing(weights, candidate);
            if (!(gap < least)) continue;
            least = gap;
            dual.CopyTo(best, 0);
        }
    }

    /// <summary>Computes the predictions, and returns the objective.</summary>
    private double Predict(double[] weights, double[] intercepts)
    {
        MatrixProducts.Predict(problem.Features, weights, intercepts, problem.Origin, predictions, problem.Threads);
        return Objective(weights);
    }

    private double Objective(double[] weights)
    {
        double sum = examples.Sum((start, end) =>
        {
            double losses = 0;
            for (int i = start; i < end; i++) losses += problem.Shares[i] * problem.Loss.Value(Predictions(i), problem.Labels[i]);
            return losses;
        });
        for (int at = 0; at < weights.Length; at++)
            if (at % stride < problem.ClassCount) sum += problem.Penalty.Value(at / stride, weights[at]);
        return sum;
    }

    private double GapAtSmoothing(double[] weights, double smoothing)
    {
        examples.Run((_, start, end) => SetDual(start, end, smoothing));
        Balance();
        MatrixProducts.Correlate(problem.Features, problem.Shares, dual, stride, problem.Origin, correlations, problem.Threads);
        return GapOfCorrelations(weights);
    }

    private void SetDual(int start, int end, double smoothing)
    {
        for (int i = start; i < end; i++)
        {
            Span<double> a = dual.AsSpan(i * stride, problem.ClassCount);
            if (smoothing > 0)
            {
                a.Clear();
                problem.Loss.MaximizeDual(a, Predictions(i), problem.Labels[i], smoothing);
            }
            else
            {
                problem.Loss.Derivative(Predictions(i), problem.Labels[i], a);
                for (int k = 0; k < a.Length; k++) a[k] = -a[k];
            }
        }
    }

    /// <summary>Brings the dual point in <see cref="dual"/> into the domain, if there are intercepts.</summary>
    private void Balance()
    {
        if (problem.FitIntercept) SimplexBalance.Apply(dual, problem.ClassCount, stride, problem.Labels, problem.Shares, problem.ClassShares);
    }

    /// <summary>The gap at the dual point in <see cref="dual"/>, whose products with the features are in <see cref="correlations"/>.</summary>
    private double GapOfCorrelations(double[] weights)
    {
        double factor = 1;
        for (int at = 0; at < correlations.Length; at++) factor = Math.Min(factor, problem.Penalty.LargestFactor(at / stride, correlations[at]));
        double gap = 0;
        for (int at = 0; at < correlations.Length; at++)
            if (at % stride < problem.ClassCount) gap += problem.Penalty.Residual(at / stride, weights[at], factor * correlations[at]);
        return gap + examples.Sum((start, end) =>
        {
            double residuals = 0;
            Span<double> slope = new double[problem.ClassCount];
            for (int i = start; i < end; i++)
                if (problem.Shares[i] > 0) residuals += problem.Shares[i] * Residual(i, factor, slope);
            return residuals;
        });
    }

    /// <summary>f(z) + f*(−a) + aᵀz ≥ 0.</summary>
    private double Residual(int row, double factor, Span<double> slope)
    {
        ReadOnlySpan<double> z = Predictions(row), a = dual.AsSpan(row * stride, problem.ClassCount);
        double product = 0;
        for (int k = 0; k < slope.Length; k++)
        {
            slope[k] = -factor * a[k];
            product += slope[k] * z[k];
        }

        return problem.Loss.Value(z, problem.Labels[row]) + problem.Loss.Conjugate(slope, problem.Labels[row]) - product;
    }
}
