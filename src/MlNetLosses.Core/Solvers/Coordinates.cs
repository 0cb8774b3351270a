using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>The coordinates of a linear model: p features moved to their means, and at p a column of ones, the intercept's.</summary>
internal abstract class Coordinates
{
    /// <summary>Up to so many dense features, all of their Gram matrix is worth having.</summary>
    private const int MostInRows = 512;

    /// <summary>With so many examples per feature, the Gram matrix is a small part of the work.</summary>
    private const int ExamplesPerFeature = 4;

    /// <summary>n.</summary>
    public abstract int RowCount { get; }

    /// <summary>p, and the coordinate of the intercept.</summary>
    public abstract int Intercept { get; }

    /// <summary>Whether <see cref="Correlate"/> computes all coordinates, whichever are wanted.</summary>
    public abstract bool ReadsAll { get; }

    /// <summary>Whether dense features are best read row by row, all at once; otherwise column by column, those that are wanted.</summary>
    public static bool AreBestInRows(FeatureMatrix features) =>
        !features.IsSparse && features.ColumnCount <= MostInRows && features.RowCount >= ExamplesPerFeature * features.ColumnCount;

    /// <summary>Whichever way of reading suits the data of a problem.</summary>
    /// <param name="problem">The problem.</param>
    public static Coordinates Of<TPenalty>(PreparedLinearProblem<TPenalty> problem)
        where TPenalty : struct, IPenalty =>
        AreBestInRows(problem.Given)
            ? new CentredRows(problem.Features, problem.Origin, problem.Threads)
            : new CentredColumns((problem.Columns ?? new(problem.Given)).MovedTo(problem.Origin), problem.Origin, problem.Threads);

    /// <summary>The columns of data that is best read by column, null for other data; with them, a sparse problem is prepared faster, too.</summary>
    public static FeatureColumns? ColumnsOf(FeatureMatrix features) => AreBestInRows(features) ? null : new(features);

    /// <summary>resultⱼ ← Σᵢ xᵢⱼ vᵢ for some coordinates, at least; the others' entries are not to be used.</summary>
    /// <param name="coordinates">Those that are wanted.</param>
    /// <param name="vector">v, n values.</param>
    /// <param name="sum">Σ vᵢ.</param>
    /// <param name="result">Receives p + 1 values.</param>
    public abstract void Correlate(ArraySegment<int> coordinates, double[] vector, double sum, double[] result);

    /// <summary>
    /// z ← Σⱼ cⱼ xⱼ, then <paramref name="use"/>, and, where all coordinates are read anyway, resultⱼ ← Σᵢ xᵢⱼ vᵢ of what it leaves in v: the data is read
    /// once, some rows at a time.
    /// </summary>
    /// <param name="coordinates">Those whose c may differ from 0.</param>
    /// <param name="changes">c, one value for each of them.</param>
    /// <param name="products">Receives z, n values.</param>
    /// <param name="use">What is done with the products of some rows: (block, start, end), as <see cref="RowBlocks"/> runs it, but perhaps several times in a block.</param>
    /// <param name="vector">v, n values; null where it isn't final yet.</param>
    /// <param name="result">Receives p values, if <see cref="ReadsAll"/> and there is v.</param>
    public abstract void CombineAndCorrelate(
        ReadOnlySpan<int> coordinates, ReadOnlySpan<double> changes, double[] products, Action<int, int, int> use, double[]? vector, double[] result);

    /// <summary>A quadratic model over these coordinates, its H not set.</summary>
    /// <param name="reference">The curvature that violations are measured with.</param>
    public abstract QuadraticModel CreateModel(double reference);
}
