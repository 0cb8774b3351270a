using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>A checked problem with all that solvers derive from it: example weights that sum to 1, scaled penalty, centring.</summary>
/// <remarks>
/// Solvers work with features moved to their mean, x − m, and the intercept c = b + mᵀw that belongs to them. As the intercept
/// is free this is the same problem, much better conditioned. The data is not touched: m enters the products. Sparse data, and
/// data without intercept, stay where they are (m is empty).
/// </remarks>
internal abstract class PreparedLinearProblem<TPenalty>
    where TPenalty : struct, IPenalty
{
    protected PreparedLinearProblem(LinearProblem<TPenalty> problem, int labelCount, int? threads)
    {
        ProblemValidation.Check(problem, labelCount);
        if (threads < 1) throw new ArgumentOutOfRangeException(nameof(threads), threads, $"threads must be at least 1, got {threads}.");
        Threads = threads ?? Environment.ProcessorCount;
        Features = problem.Features;
        FitIntercept = problem.FitIntercept;
        Shares = ProblemValidation.SharesOf(problem.ExampleWeights, labelCount);

        bool centre = problem.FitIntercept && !Features.IsSparse;
        FeatureMoments? moments = centre || problem.Standardize ? FeatureMoments.Of(Features, Shares) : null;
        Origin = centre ? moments!.Means : [];
        double[] ones = Ones(Features.ColumnCount);
        Penalty = new(
            problem.Penalty, problem.PenaltyFactors ?? ones, problem.Standardize ? moments!.Deviations : ones,
            problem.LowerBounds, problem.UpperBounds);
    }

    /// <summary>X, <c>n × p</c>.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>sᵢ/Σs, n values.</summary>
    public double[] Shares { get; }

    /// <summary>m, p values, or empty for 0.</summary>
    public double[] Origin { get; }

    /// <summary>Ω.</summary>
    public SeparablePenalty<TPenalty> Penalty { get; }

    /// <summary>Whether there is an intercept, unpenalised.</summary>
    public bool FitIntercept { get; }

    /// <summary>At most so many threads.</summary>
    public int Threads { get; }

    /// <summary>mᵀw: what turns the intercept c of centred features into b of raw ones, b = c − mᵀw.</summary>
    public double Shift(ReadOnlySpan<double> weights)
    {
        double shift = 0;
        for (int j = 0; j < Origin.Length; j++) shift += Origin[j] * weights[j];
        return shift;
    }

    /// <summary>1/κ of dual solvers: the curvature that the intercept adds to every step.</summary>
    /// <remarks>
    /// Larger settles the multiplier faster, smaller disturbs the weights less. A tenth of what the features have, plus ten times the
    /// inverse curvature of the loss, was within 20 % of the best of seven choices on every problem tried (docs/decisions/0003).
    /// </remarks>
    /// <param name="squaredNorms">Σⱼ (xᵢⱼ − mⱼ)²/μⱼ, n values.</param>
    /// <param name="predictionPerSlope">How far a prediction moves, typically, for the slope of the loss to change by 1.</param>
    public double InterceptCurvature(double[] squaredNorms, double predictionPerSlope)
    {
        if (!FitIntercept) return 0;
        double mean = 0;
        for (int i = 0; i < squaredNorms.Length; i++) mean += Shares[i] * squaredNorms[i];
        return 0.1 * mean + 10 * predictionPerSlope;
    }

    private static double[] Ones(int count)
    {
        double[] ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
