using System.Globalization;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Inference;

/// <summary>How far the coefficients of a model can be from those of the population that its examples were drawn from.</summary>
/// <remarks>
/// Of unpenalised least squares, and of unpenalised Huber regression. For r = z − y, threshold t (+∞ for least squares),
/// ψ = clip(r, −t, t), ψ′ = 1 where |r| ≤ t and otherwise 0, and q coefficients, the intercept included,
/// <code>
/// covariance = k² (Σ sᵢψᵢ² / (n − q)) / mean(ψ′)² · (Σ sᵢxᵢxᵢᵀ)⁻¹,    k = 1 + (q/n) var(ψ′) / mean(ψ′)²
/// </code>
/// For least squares k = mean(ψ′) = 1, and this is σ̂²(XᵀSX)⁻¹, as R's <c>summary.lm</c> has it: a weight is inversely proportional to
/// the variance of its example, and n counts examples of positive weight. For Huber it is the estimate H1, as in R's <c>summary.rlm</c>,
/// with the sample variance (divided by n − 1) of ψ′; statsmodels' <c>RLM</c> divides by n, so that its k is a little smaller.
/// It presumes errors that are independent and alike for every x, and for the intercept symmetric.
/// <para>
/// A penalty pulls weights towards 0 by an amount that depends on the unknown truth, and an L1 penalty chooses among them: no formula
/// of this kind holds for their fits, so there is none here. Each model is checked to be the unpenalised optimum.
/// </para>
/// Sources: P. J. Huber, "Robust Regression: Asymptotics, Conjectures and Monte Carlo", Ann. Statist. 1 (1973), 799–821;
/// P. J. Huber, "Robust Statistics", Wiley 1981, section 7.6.
/// </remarks>
public sealed record StandardErrors
{
    /// <summary>
    /// A model counts as the optimum if a Newton step would move no combination of its coefficients by more than this share of the
    /// combination's standard error.
    /// </summary>
    private const double LargestDistance = 0.01;

    private StandardErrors(double[] weights, double? intercept, double? scale, int degreesOfFreedom) =>
        (Weights, Intercept, Scale, DegreesOfFreedom) = (weights, intercept, scale, degreesOfFreedom);

    /// <summary>The standard errors of the weights, p values, on the raw scale of the features.</summary>
    public double[] Weights { get; }

    /// <summary>The standard error of the intercept; null where there is none.</summary>
    public double? Intercept { get; }

    /// <summary>The noise scale, in label units: for least squares σ̂ = √(Σ sᵢrᵢ² / (n − q)); for Huber σ as it was estimated, null if it was not.</summary>
    public double? Scale { get; }

    /// <summary>n − q: examples of positive weight less coefficients, the intercept included.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>The standard errors of least squares.</summary>
    /// <param name="problem">The problem that the model solves. Its bounds and penalty factors play no part.</param>
    /// <param name="model">The model, to a tolerance tight enough.</param>
    /// <param name="featureNames">p names, for messages; null: slots are named by number.</param>
    /// <exception cref="ArgumentException">
    /// The model is not the optimum; features depend on each other linearly; there are too few examples; labels are fitted exactly; or
    /// the problem is not valid.
    /// </exception>
    public static StandardErrors Of(Problem<HalfSquared, NoPenalty> problem, LinearModel model, IReadOnlyList<string>? featureNames = null)
    {
        Residuals residuals = Residuals.Of(problem, model);
        residuals.CheckNotExact(residuals.RootMeanSquare);
        StandardErrors errors = Of(problem, residuals, threshold: double.PositiveInfinity, scale: null, featureNames);
        double scale = residuals.RootMeanSquare * Math.Sqrt((problem.ExampleWeights?.Sum() ?? residuals.Count) / errors.DegreesOfFreedom);
        return new(errors.Weights, errors.Intercept, scale, errors.DegreesOfFreedom);
    }

    /// <summary>The standard errors of Huber regression.</summary>
    /// <param name="problem"><inheritdoc cref="Of(Problem{HalfSquared, NoPenalty}, LinearModel, IReadOnlyList{string}?)" path="/param[@name='problem']"/></param>
    /// <param name="model"><inheritdoc cref="Of(Problem{HalfSquared, NoPenalty}, LinearModel, IReadOnlyList{string}?)" path="/param[@name='model']"/></param>
    /// <param name="scaleEstimation">Whether δ is in label units, or in those of a noise scale, and of which.</param>
    /// <param name="featureNames"><inheritdoc cref="Of(Problem{HalfSquared, NoPenalty}, LinearModel, IReadOnlyList{string}?)" path="/param[@name='featureNames']"/></param>
    /// <exception cref="ArgumentException">
    /// The model is not the optimum; features depend on each other linearly; there are too few examples; labels are fitted exactly; no
    /// residual is below the threshold; examples have weights, for which the estimate is not made; or the problem is not valid.
    /// </exception>
    public static StandardErrors Of(
        Problem<Huber, NoPenalty> problem, LinearModel model, ScaleEstimation scaleEstimation, IReadOnlyList<string>? featureNames = null)
    {
        Residuals residuals = Residuals.Of(problem, model);
        if (problem.ExampleWeights is not null)
            throw new ArgumentException("Huber standard errors are those of examples that count alike, got example weights. Train without weights, or use HalfSquared, for which they are known.", nameof(problem));
        double delta = problem.Loss.Delta;
        double? scale = scaleEstimation == ScaleEstimation.None
            ? null
            : RobustScale.ScaleOf([.. residuals.Values.Select(Math.Abs)], residuals.Shares, scaleEstimation, delta);
        residuals.CheckNotExact(scale ?? residuals.RootMeanSquare);
        double threshold = delta * (scale ?? 1);
        if (!residuals.Values.Any(r => Math.Abs(r) <= threshold))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Some residuals must be below the threshold for Huber standard errors, got none below {threshold}. Raise delta, or let the noise scale be estimated."), nameof(problem));
        return Of(problem, residuals, threshold, scale, featureNames);
    }

    private static StandardErrors Of<TLoss>(
        Problem<TLoss, NoPenalty> problem, Residuals residuals, double threshold, double? scale, IReadOnlyList<string>? featureNames)
        where TLoss : struct, ILoss
    {
        int p = problem.Features.ColumnCount, n = residuals.Count, q = p + (problem.FitIntercept ? 1 : 0);
        if (featureNames is not null && featureNames.Count != p)
            throw new ArgumentException($"There must be one name per feature, got {featureNames.Count} names for {p} features.", nameof(featureNames));
        if (n <= q)
            throw new ArgumentException($"There must be more examples than coefficients for standard errors, got {n} examples and {q} coefficients{(problem.FitIntercept ? ", the intercept included" : "")}. Take more examples, or fewer features.");
        FeatureGram gram = new(problem.Features, residuals.Shares, problem.FitIntercept);
        gram.CheckIndependent(featureNames);

        double inside = residuals.Values.Where((r, i) => residuals.Shares[i] > 0 && Math.Abs(r) <= threshold).Count() / (double)n;
        double correction = 1 + (double)q / (n - 1) * (1 - inside) / inside;
        double[] gradient = new double[p], centred = new double[p];
        double interceptGradient = 0, squares = 0;
        for (int i = 0; i < residuals.Values.Length; i++)
        {
            double slope = Math.Clamp(residuals.Values[i], -threshold, threshold), share = residuals.Shares[i];
            squares += share * slope * slope;
            interceptGradient += share * slope;
            gram.Read(problem.Features[i], centred);
            for (int j = 0; j < p; j++) gradient[j] += share * slope * centred[j];
        }

        double noise = correction * correction * squares / (n - q);
        double squaredDistance = gram.InverseSquaredNorm(gradient) + (problem.FitIntercept ? interceptGradient * interceptGradient : 0);
        CheckOptimal(Math.Sqrt(squaredDistance / noise), problem);

        double factor = noise / (inside * inside);
        double? intercept = problem.FitIntercept ? Math.Sqrt(factor * (1 + gram.InverseSquaredNorm(gram.Means))) : null;
        return new([.. gram.InverseDiagonal().Select(entry => Math.Sqrt(factor * entry))], intercept, scale, n - q);
    }

    private static void CheckOptimal<TLoss>(double distance, Problem<TLoss, NoPenalty> problem)
        where TLoss : struct, ILoss
    {
        if (distance <= LargestDistance) return;
        throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The model must be the optimum of {problem.Loss} without penalty on this data, {(problem.FitIntercept ? "with" : "without")} intercept, but it is {distance:G3} standard errors away from it, more than {LargestDistance}. Standard errors hold for no other model. Train it with NoPenalty on these very rows with the same options, to a Tolerance of 1e-10 or less; a penalised model has none."));
    }
}
