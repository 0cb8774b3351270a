using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Tests.Solvers;

/// <summary>A small problem without a loss, drawn at random: every property of solvers is tried on these.</summary>
/// <remarks>Features and labels are multiples of 1/16, so that moving, scaling and repeating them is exact in single precision.</remarks>
public sealed record SmallProblem(int RowCount, int ColumnCount, float[] Features, double[] Targets, double L1, double L2)
{
    public double[]? ExampleWeights { get; init; }

    public bool FitIntercept { get; init; }

    public bool Standardize { get; init; }

    public double[]? PenaltyFactors { get; init; }

    public double[]? LowerBounds { get; init; }

    public double[]? UpperBounds { get; init; }

    public bool IsSparse { get; init; }

    public ElasticNet Penalty => new(L1, L2);

    public FeatureMatrix Matrix => IsSparse ? ToSparse(Features, RowCount, ColumnCount) : FeatureMatrix.Dense(Features, RowCount, ColumnCount);

    /// <summary>Draws problems with an intercept and standardised features, and without weights, factors and bounds.</summary>
    public static Gen<SmallProblem> Plain { get; } =
        from n in Gen.Int[5, 60]
        from p in Gen.Int[1, 12]
        from features in Gen.Int[-48, 48].Select(k => k / 16f).Array[n * p]
        from coefficients in Gen.Double[-1, 1].Array[p]
        from noise in Gen.Double[-1, 1].Array[n]
        from l1 in Gen.OneOf(Gen.Const(0.0), Gen.Double[-3, -1].Select(e => Math.Pow(10, e)))
        from l2 in Gen.Double[-1.5, 0].Select(e => Math.Pow(10, e))
        from sparse in Gen.Bool
        select new SmallProblem(n, p, sparse ? Thin(features) : features, Target(features, coefficients, noise), l1, l2)
        {
            FitIntercept = true,
            Standardize = true,
            IsSparse = sparse,
        };

    /// <summary>Draws problems of all kinds, with columns that are alike, constant, all zero or far from zero among them.</summary>
    public static Gen<SmallProblem> Any { get; } =
        from plain in Plain
        from columns in ColumnKind.Array[plain.ColumnCount]
        from weights in Gen.Int[0, 4].Select(weight => (double)weight).Array[plain.RowCount]
        from factors in OneOf(0.5, 1, 2).Array[plain.ColumnCount]
        from lower in OneOf(double.NegativeInfinity, -0.25, 0).Array[plain.ColumnCount]
        from upper in OneOf(double.PositiveInfinity, 0.25, 0.5).Array[plain.ColumnCount]
        from flags in Gen.Bool.Array[5]
        select plain with
        {
            Features = WithKinds(plain, columns),
            FitIntercept = flags[0],
            Standardize = flags[1],
            ExampleWeights = flags[2] ? [1, 1, .. weights[2..]] : null,
            PenaltyFactors = flags[3] ? factors : null,
            LowerBounds = flags[4] ? lower : null,
            UpperBounds = flags[4] ? upper : null,
        };

    private static Gen<int> ColumnKind => Gen.Frequency((12, Gen.Const(0)), (1, Gen.Const(1)), (1, Gen.Const(2)), (1, Gen.Const(3)), (1, Gen.Const(4)));

    /// <summary>The problem of a loss, with labels of its domain.</summary>
    public Problem<TLoss, ElasticNet> With<TLoss>(TLoss loss)
        where TLoss : struct, ILoss => With(loss, Penalty);

    /// <summary>The problem of a loss and a penalty, with labels of the loss's domain.</summary>
    public Problem<TLoss, TPenalty> With<TLoss, TPenalty>(TLoss loss, TPenalty penalty)
        where TLoss : struct, ILoss
        where TPenalty : struct, IPenalty => new(Matrix, Labels<TLoss>(), loss, penalty)
        {
            ExampleWeights = ExampleWeights,
            FitIntercept = FitIntercept,
            Standardize = Standardize,
            PenaltyFactors = PenaltyFactors,
            LowerBounds = LowerBounds,
            UpperBounds = UpperBounds,
        };

    /// <summary>The targets as labels of a loss: as they are, their absolute values, or their signs; the first two differ, so that there are two classes.</summary>
    public double[] Labels<TLoss>()
        where TLoss : struct, ILoss => TLoss.Labels switch
        {
            LabelDomain.PlusMinusOne => [1, -1, .. Targets[2..].Select(t => t > 0 ? 1.0 : -1.0)],
            LabelDomain.NonNegative => [1, 0, .. Targets[2..].Select(t => Math.Round(Math.Abs(t)))],
            _ => Targets,
        };

    /// <summary>The same problem with every feature replaced by <paramref name="map"/>(feature, column).</summary>
    public SmallProblem Map(Func<float, int, float> map) => this with { Features = [.. Features.Select((x, k) => map(x, k % ColumnCount))] };

    /// <summary>The same problem with only some of its rows, perhaps some of them several times.</summary>
    public SmallProblem Take(IReadOnlyList<int> rows) => this with
    {
        RowCount = rows.Count,
        Features = [.. rows.SelectMany(i => Features.Skip(i * ColumnCount).Take(ColumnCount))],
        Targets = [.. rows.Select(i => Targets[i])],
        ExampleWeights = ExampleWeights is null ? null : [.. rows.Select(i => ExampleWeights[i])],
    };

    public override string ToString() =>
        $"{RowCount} × {ColumnCount}, {Penalty}, intercept {FitIntercept}, standardize {Standardize}, sparse {IsSparse}, "
        + $"factors [{Text(PenaltyFactors)}], bounds [{Text(LowerBounds)}] [{Text(UpperBounds)}], s [{Text(ExampleWeights)}], "
        + $"y [{string.Join(' ', Targets)}], X [{string.Join(' ', Features)}]";

    /// <summary>Compressed sparse rows of the entries that are not zero.</summary>
    public static FeatureMatrix ToSparse(float[] dense, int rows, int columns)
    {
        List<float> values = [];
        List<int> indices = [], starts = [0];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                if (dense[i * columns + j] == 0) continue;
                values.Add(dense[i * columns + j]);
                indices.Add(j);
            }

            starts.Add(values.Count);
        }

        return FeatureMatrix.Sparse([.. values], [.. indices], [.. starts], columns);
    }

    private static Gen<double> OneOf(params double[] values) => Gen.OneOf([.. values.Select(Gen.Const)]);

    private static string Text(double[]? values) => values is null ? "" : string.Join(' ', values);

    private static float[] Thin(float[] features) => [.. features.Select(x => Math.Abs(x) > 1.5f ? x : 0)];

    private static double[] Target(float[] features, double[] coefficients, double[] noise)
    {
        int p = coefficients.Length;
        return [.. noise.Select((e, i) => Math.Round(16 * (1 + e + coefficients.Select((c, j) => c * features[i * p + j]).Sum())) / 16)];
    }

    private static float[] WithKinds(SmallProblem problem, int[] kinds) => problem.Map((x, j) => kinds[j] switch
    {
        1 => 0,
        2 => 1.5f,
        3 => x + 2,
        4 => float.NaN,
        _ => x,
    }).Features.Select((x, k) => float.IsNaN(x) ? problem.Features[k - k % problem.ColumnCount] : x).ToArray();
}
