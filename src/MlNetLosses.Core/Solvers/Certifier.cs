using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Computes certificates of one problem again and again, in arrays of its own.</summary>
/// <param name="prepared">The problem.</param>
internal sealed class Certifier<TLoss, TPenalty>(PreparedProblem<TLoss, TPenalty> prepared)
    where TLoss : struct, IDualLoss
    where TPenalty : struct, IPenalty
{
    /// <summary>Dual points of a loss with kinks are tried at this factor of smoothing, larger and smaller.</summary>
    private const double SmoothingStep = 8;

    /// <summary>Slopes that sum to less than this share of their absolute values sum to 0, to rounding.</summary>
    public const double Imbalance = 1e-13;

    private readonly RowBlocks examples = new(prepared.Given.RowCount, prepared.Threads);
    private readonly RowBlocks features = new(prepared.Given.ColumnCount, prepared.Threads);
    private double[] predictions = [];      // n values, once they are needed
    private double[] dual = [];             // likewise
    private readonly double[] correlations = new double[prepared.Given.ColumnCount];
    private readonly UnpenalizedFeatures<TPenalty> unpenalized = new(prepared, TLoss.Labels != LabelDomain.Real);
    private PreparedProblem<TLoss, TPenalty> problem = prepared;
    private double smoothing = prepared.HasKinks ? prepared.PredictionPerSlope : 0; // 0: f has none

    /// <summary>What the examples have of the gap that was computed last; the rest is the penalty's.</summary>
    public double LossGap { get; private set; }

    /// <summary>zᵢ of the model certified last.</summary>
    public ReadOnlySpan<double> Predictions => predictions;

    /// <summary>Goes on to the same problem with another ω, which leaves the same features without penalty.</summary>
    public void Change(PreparedProblem<TLoss, TPenalty> other) => problem = other;

    /// <summary>The certificate of weights and the intercept of centred features, at the dual point a = −f′(z).</summary>
    public Certificate Certify(double[] weights, double intercept)
    {
        Predict(weights, intercept);
        double objective = Objective(weights);
        double gap = GapAtSmoothing(weights, 0);
        if (smoothing > 0)
        {
            // −f′ jumps at a kink. The slope of f smoothed by q, argmax_a −f*(−a) − a z − ½ q a², does not: try a few q, keep the best.
            double middle = smoothing;
            foreach (double candidate in (ReadOnlySpan<double>)[middle * SmoothingStep, middle, middle / SmoothingStep])
            {
                double smoothed = GapAtSmoothing(weights, candidate);
                if (smoothed < gap) (gap, smoothing) = (smoothed, candidate);
            }
        }

        return new(objective, problem.NullObjective, gap);
    }

    /// <summary>The certificate of a model whose products with the data are known, at the dual point a = −f′(z); only for losses without kinks.</summary>
    /// <remarks>There f(z) + f*(−a) + a z = 0: only where the penalty wants a smaller dual point have the examples anything to add.</remarks>
    /// <param name="weights">w.</param>
    /// <param name="known">z, n values.</param>
    /// <param name="loss">Σ s f(z).</param>
    /// <param name="gradients">g = Xᵀ(s ∘ f′(z)), at least p values. If there is an intercept, s ∘ f′(z) sums to 0.</param>
    public Certificate Certify(double[] weights, double[] known, double loss, double[] gradients)
    {
        for (int j = 0; j < correlations.Length; j++) correlations[j] = -gradients[j];
        double factor = LargestFactor(), residual = PenaltyResidual(weights, factor);
        if (factor != 1) residual += LossResidual(known, factor);
        return new(problem.Penalty.Value(weights) + loss, problem.NullObjective, residual);
    }

    /// <summary>The same where only some features count: the weights of all others are 0, and their gradients are such that the penalty keeps them there.</summary>
    /// <param name="weights">w.</param>
    /// <param name="known">z, n values.</param>
    /// <param name="loss">Σ s f(z).</param>
    /// <param name="gradients">g of the features that count. If there is an intercept, s ∘ f′(z) sums to 0.</param>
    /// <param name="relevant">The features that count.</param>
    public Certificate Certify(double[] weights, double[] known, double loss, double[] gradients, ReadOnlySpan<int> relevant)
    {
        double factor = 1, residual = 0;
        foreach (int j in relevant) factor = Math.Min(factor, problem.Penalty.LargestFactor(j, -gradients[j]));
        foreach (int j in relevant) residual += problem.Penalty.Residual(j, weights[j], -factor * gradients[j]);
        if (factor != 1) residual += LossResidual(known, factor);
        return new(problem.Penalty.Value(weights, relevant) + loss, problem.NullObjective, residual);
    }

    /// <summary>The certificate of a model whose products with the data are known, at the dual point a = −f_q′(z) of the loss smoothed by q.</summary>
    /// <param name="weights">w.</param>
    /// <param name="known">z, n values, not copied.</param>
    /// <param name="gradients">g = Xᵀ(s ∘ f_q′(z)), at least p values. If there is an intercept, s ∘ f_q′(z) sums to 0.</param>
    /// <param name="width">q.</param>
    public Certificate Certify(double[] weights, double[] known, double[] gradients, double width)
    {
        predictions = known;
        MakeRoom();
        SetDual(width);
        for (int j = 0; j < correlations.Length; j++) correlations[j] = -gradients[j];
        return new(Objective(weights), problem.NullObjective, GapOfCorrelations(weights));
    }

    /// <summary>Whether a certificate needs no product with the data beyond the gradients: every weight is penalised, or bounded.</summary>
    public bool TakesGradients => unpenalized.IsEmpty;

    /// <summary>The certificate of weights and the intercept of centred features, at a dual point that a solver brings.</summary>
    public Certificate Certify(double[] weights, double intercept, ReadOnlySpan<double> dualPoint)
    {
        MakeRoom();
        dualPoint.CopyTo(dual);
        Balance();
        MatrixProducts.PredictAndCorrelate(
            problem.Features, weights, intercept, problem.Shares, dual, problem.Origin, predictions, correlations, problem.Threads);
        return new(Objective(weights), problem.NullObjective, GapOfBalanced(weights));
    }

    /// <summary>The certificate of weights that belong to a feasible dual point, w = ∇Ω*(Xᵀ(s ∘ a)), where there is no intercept.</summary>
    /// <remarks>
    /// Weights and dual sums have no residual then, and the product Xᵀ(s ∘ a) is not needed. Weights that a solver kept up to date are off by
    /// rounding, which counts only as its square: the residual is 0 at its least.
    /// </remarks>
    public Certificate CertifyLinked(double[] weights, double[] dualPoint)
    {
        Predict(weights, intercept: 0);
        return new(Objective(weights), problem.NullObjective, ExampleResidual(dualPoint));
    }

    /// <summary>Writes a good dual point of weights and intercept: the better of a = 0 and those that <see cref="Certify(double[], double)"/> tries.</summary>
    public void WriteDualPoint(double[] weights, double intercept, double[] best)
    {
        Predict(weights, intercept);
        Array.Clear(dual);
        double least = Gap(weights);
        Array.Clear(best);
        foreach (double candidate in (ReadOnlySpan<double>)[0, smoothing, smoothing / SmoothingStep])
        {
            double gap = GapAtSmoothing(weights, candidate);
            if (!(gap < least)) continue;
            least = gap;
            dual.CopyTo(best, 0);
        }
    }

    private void Predict(double[] weights, double intercept)
    {
        MakeRoom();
        MatrixProducts.Predict(problem.Features, weights, intercept, problem.Origin, predictions, problem.Threads);
    }

    private void MakeRoom()
    {
        if (predictions.Length == 0) predictions = new double[problem.Labels.Length];
        if (dual.Length == 0) dual = new double[problem.Labels.Length];
    }

    private double LossResidual(double[] known, double factor) => examples.Sum((start, end) => LossResidual(start, end, known, factor));

    /// <summary>Σ s [f(z) + f*(−a) + a z] of some rows, at a = −f′(z) times a factor.</summary>
    private double LossResidual(int start, int end, double[] known, double factor)
    {
        double residual = 0;
        TLoss f = problem.Loss;
        for (int i = start; i < end; i++)
        {
            double share = problem.Shares[i], z = known[i], y = problem.Labels[i];
            if (share == 0) continue;
            double slope = factor * f.Derivative(z, y);
            residual += share * (f.Value(z, y) + f.Conjugate(slope, y) - slope * z);
        }

        return residual;
    }

    private double Objective(double[] weights) => problem.Penalty.Value(weights) + examples.Sum([MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
    {
        double sum = 0;
        TLoss loss = problem.Loss;
        for (int i = start; i < end; i++)
            if (problem.Shares[i] > 0) sum += problem.Shares[i] * loss.Value(predictions[i], problem.Labels[i]);    // 0 · ∞ is no loss
        return sum;
    });

    private double GapAtSmoothing(double[] weights, double smoothing)
    {
        SetDual(smoothing);
        return Gap(weights);
    }

    private void SetDual(double smoothing) => examples.Run([MethodImpl(MethodImplOptions.AggressiveOptimization)] (_, start, end) =>
    {
        TLoss loss = problem.Loss;
        for (int i = start; i < end; i++)
        {
            dual[i] = problem.Shares[i] == 0 ? 0
                : smoothing == 0 ? -loss.Derivative(predictions[i], problem.Labels[i])
                : loss.MaximizeDual(0, predictions[i], problem.Labels[i], smoothing);
        }
    });

    /// <summary>The gap at the dual point in <see cref="dual"/>, which is brought into the domain first.</summary>
    private double Gap(double[] weights)
    {
        Balance();
        Correlate();
        return GapOfBalanced(weights);
    }

    /// <summary>The gap at the dual point in <see cref="dual"/>, whose products with the features are in <see cref="correlations"/>, but for features without penalty.</summary>
    private double GapOfBalanced(double[] weights)
    {
        if (!unpenalized.IsEmpty)
        {
            if (!unpenalized.Project(dual, correlations)) return double.PositiveInfinity;
            Scale(LargestFeasible());
            Correlate();
            unpenalized.Clear(correlations);
        }

        return GapOfCorrelations(weights);
    }

    /// <summary>The gap at the dual point in <see cref="dual"/>, whose products with the features are in <see cref="correlations"/>.</summary>
    private double GapOfCorrelations(double[] weights)
    {
        double factor = LargestFactor();
        Scale(factor);
        LossGap = ExampleResidual(dual);
        return PenaltyResidual(weights, factor) + LossGap;
    }

    /// <summary>Σ s [f(z) + f*(−a) + a z].</summary>
    private double ExampleResidual(double[] dualPoint) => examples.Sum([MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
    {
        double residual = 0;
        TLoss loss = problem.Loss;
        for (int i = start; i < end; i++)
        {
            double z = predictions[i], y = problem.Labels[i], a = dualPoint[i];
            if (problem.Shares[i] > 0) residual += problem.Shares[i] * (loss.Value(z, y) + loss.Conjugate(-a, y) + a * z);
        }

        return residual;
    });

    /// <summary>What the dual point must be multiplied by for the penalty's conjugate to be finite at its products with the features.</summary>
    private double LargestFactor()
    {
        double factor = 1;
        for (int j = 0; j < correlations.Length; j++) factor = Math.Min(factor, problem.Penalty.LargestFactor(j, correlations[j]));
        return factor;
    }

    private double PenaltyResidual(double[] weights, double factor) => features.Sum((start, end) =>
    {
        double residual = 0;
        for (int j = start; j < end; j++) residual += problem.Penalty.Residual(j, weights[j], factor * correlations[j]);
        return residual;
    });

    /// <summary>Makes Σ sᵢaᵢ = 0, if there is an intercept, by shrinking the heavier sign. The domain is convex and holds 0, so a stays in it.</summary>
    private void Balance()
    {
        if (!problem.FitIntercept) return;
        double positive = 0, negative = 0;
        for (int i = 0; i < dual.Length; i++)
        {
            double mass = problem.Shares[i] * dual[i];
            if (mass > 0) positive += mass;
            else negative -= mass;
        }

        double forPositive = positive > negative ? negative / positive : 1, forNegative = negative > positive ? positive / negative : 1;
        for (int i = 0; i < dual.Length; i++) dual[i] *= dual[i] > 0 ? forPositive : forNegative;
    }

    private void Correlate() =>
        MatrixProducts.Correlate(problem.Features, problem.Shares, dual, problem.Origin, correlations, problem.Threads);

    /// <summary>Largest factor ≤ 1, to rounding, that brings every aᵢ to where f*(−aᵢ) is finite.</summary>
    private double LargestFeasible()
    {
        double factor = 1;
        for (int i = 0; i < dual.Length; i++)
        {
            if (IsFeasible(factor, i)) continue;
            double feasible = 0;
            while (factor - feasible > 1e-15)
            {
                double middle = 0.5 * (feasible + factor);
                if (middle <= feasible || middle >= factor) break;
                if (IsFeasible(middle, i)) feasible = middle;
                else factor = middle;
            }

            factor = feasible;
        }

        return factor;
    }

    private bool IsFeasible(double factor, int i) => double.IsFinite(problem.Loss.Conjugate(-factor * dual[i], problem.Labels[i]));

    private void Scale(double factor)
    {
        if (factor == 1) return;
        for (int i = 0; i < dual.Length; i++) dual[i] *= factor;
    }
}
