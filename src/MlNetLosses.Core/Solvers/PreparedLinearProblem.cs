using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>A checked problem with all that solvers derive from it: example weights that sum to 1, scaled penalty, centring.</summary>
/// <remarks>
/// Solvers work with features moved to their mean, x − m, and the intercept c = b + mᵀw that belongs to them. As the intercept
/// is free this is the same problem, much better conditioned. The data is not touched: m enters the products. Of sparse data, only
/// features farther from 0 than they are wide are moved, which most rows store anyway; data without intercept stays where it is.
/// </remarks>
internal abstract class PreparedLinearProblem<TPenalty>
    where TPenalty : struct, IPenalty
{
    private FeatureMoments? moments;        // of the features as they were given
    private Lazy<FeatureMatrix> features;

    /// <param name="problem">The problem.</param>
    /// <param name="labelCount">How many labels it has.</param>
    /// <param name="threads">At most so many threads; null: all cores.</param>
    /// <param name="columns">The columns of its features, where someone has them already.</param>
    protected PreparedLinearProblem(LinearProblem<TPenalty> problem, int labelCount, int? threads, FeatureColumns? columns = null)
    {
        if (threads < 1) throw new ArgumentOutOfRangeException(nameof(threads), threads, $"threads must be at least 1, got {threads}.");
        Threads = threads ?? Environment.ProcessorCount;
        ProblemValidation.Check(problem, labelCount);
        FitIntercept = problem.FitIntercept;
        Shares = ProblemValidation.SharesOf(problem.ExampleWeights, labelCount, Threads);
        (Given, Columns) = (problem.Features, columns);
        bool isDense = !Given.IsSparse;
        if (isDense || problem.FitIntercept || problem.Standardize) moments = MomentsOfGiven();
        if (!(isDense && moments!.AreFinite)) ProblemValidation.CheckFinite(Given, Threads);   // a pass that dense features are mostly spared
        Origin = problem.FitIntercept ? OriginOf(problem.Features, moments!) : [];
        features = new(() => Origin.Length == 0 ? Given : Given.Storing(Array.ConvertAll(Origin, mean => mean != 0)));
        double[] ones = Ones(Given.ColumnCount);
        Penalty = new(
            problem.Penalty, problem.PenaltyFactors ?? ones, problem.Standardize ? moments!.Deviations : ones,
            problem.LowerBounds, problem.UpperBounds);
    }

    /// <summary>The same problem, with all that was derived from it, for another loss.</summary>
    protected PreparedLinearProblem(PreparedLinearProblem<TPenalty> other)
    {
        (Given, Columns, Shares, Origin) = (other.Given, other.Columns, other.Shares, other.Origin);
        (Penalty, FitIntercept, Threads) = (other.Penalty, other.FitIntercept, other.Threads);
        (moments, features) = (other.moments, other.features);
    }

    /// <summary>X, <c>n × p</c>, as it was given.</summary>
    public FeatureMatrix Given { get; private set; }

    /// <summary>Its columns, if someone had them already.</summary>
    public FeatureColumns? Columns { get; private set; }

    /// <summary>X, <c>n × p</c>, which stores all of the columns that are moved: a copy of sparse data, made when it is asked for first.</summary>
    public FeatureMatrix Features => features.Value;

    /// <summary>sᵢ/Σs, n values.</summary>
    public double[] Shares { get; private set; }

    /// <summary>m, p values, or empty for 0.</summary>
    public double[] Origin { get; }

    /// <summary>Ω.</summary>
    public SeparablePenalty<TPenalty> Penalty { get; private set; }

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

    /// <summary>The same where only some weights are not 0.</summary>
    public double Shift(ReadOnlySpan<double> weights, ReadOnlySpan<int> features)
    {
        double shift = 0;
        if (Origin.Length == 0) return shift;
        foreach (int j in features) shift += Origin[j] * weights[j];
        return shift;
    }

    /// <summary>Σ s (x − m)², p values; of a sample of the rows, those of all.</summary>
    public double[] SquaredNorms()
    {
        moments ??= MomentsOfGiven();
        double[] norms = new double[Given.ColumnCount];
        for (int j = 0; j < norms.Length; j++)
        {
            double distance = moments.Means[j] - (Origin.Length == 0 ? 0 : Origin[j]);
            norms[j] = moments.Deviations[j] * moments.Deviations[j] + distance * distance;
        }

        return norms;
    }

    /// <summary>The same problem with another ω; the data, and all that was derived from it, is shared.</summary>
    protected PreparedLinearProblem<TPenalty> With(TPenalty penalty)
    {
        PreparedLinearProblem<TPenalty> copy = (PreparedLinearProblem<TPenalty>)MemberwiseClone();
        copy.Penalty = Penalty.With(penalty);
        return copy;
    }

    private FeatureMoments MomentsOfGiven() =>
        Given.IsSparse && Columns is not null ? FeatureMoments.Of(Columns, Shares, Threads) : FeatureMoments.OfAll(Given, Shares, Threads);

    /// <summary>The same problem on some of the examples that count, of dense data; origin and penalty stay as they are.</summary>
    protected PreparedLinearProblem<TPenalty> On(int[] rows)
    {
        PreparedLinearProblem<TPenalty> copy = (PreparedLinearProblem<TPenalty>)MemberwiseClone();
        (copy.Given, copy.Columns) = (Given.Take(rows), null);
        copy.features = new(copy.Given);
        copy.Shares = ProblemValidation.SharesOf(Array.ConvertAll(rows, row => Shares[row]), rows.Length);
        return copy;
    }

    /// <summary>The means of dense features; of sparse ones only means that are larger than the deviation, which takes an entry in most rows.</summary>
    private static double[] OriginOf(FeatureMatrix features, FeatureMoments moments)
    {
        if (!features.IsSparse) return moments.Means;
        double[] origin = [.. moments.Means.Zip(moments.Deviations, (mean, deviation) => Math.Abs(mean) > deviation ? mean : 0)];
        return Array.TrueForAll(origin, mean => mean == 0) ? [] : origin;
    }

    private static double[] Ones(int count)
    {
        double[] ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
