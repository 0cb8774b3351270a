using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>H = diag(s ∘ f″(z)), raised where f is flat: the curvature that each example adds to a quadratic model.</summary>
internal sealed class ExampleCurvatures<TLoss, TPenalty>
    where TLoss : struct, ICurvedLoss
    where TPenalty : struct, IPenalty
{
    private readonly RowBlocks blocks;
    private readonly double[] predictions;
    private readonly Func<int, int, double> update;
    private PreparedProblem<TLoss, TPenalty> problem;
    private double least;       // what f″ is raised to

    /// <param name="problem">The problem.</param>
    /// <param name="blocks">The blocks of rows that are computed apart.</param>
    /// <param name="predictions">z, n values, not copied.</param>
    public ExampleCurvatures(PreparedProblem<TLoss, TPenalty> problem, RowBlocks blocks, double[] predictions)
    {
        (this.problem, this.blocks, this.predictions) = (problem, blocks, predictions);
        update = Update;
    }

    /// <summary>H, n values, once it was asked for.</summary>
    public double[] Diagonal { get; private set; } = [];

    /// <summary>Goes on with another loss of the same examples.</summary>
    public void Change(PreparedProblem<TLoss, TPenalty> other) => problem = other;

    /// <summary>Brings H up to date; false where it is still the same, and what was computed with it holds.</summary>
    /// <param name="leastCurvature">What f″ is raised to.</param>
    public bool Update(double leastCurvature)
    {
        bool isFirst = Diagonal.Length == 0;
        if (isFirst) Diagonal = new double[predictions.Length];
        least = leastCurvature;
        return blocks.Sum(update) > 0 || isFirst;
    }

    /// <summary>H of some rows; returns how many of its entries changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Update(int start, int end)
    {
        int changed = 0;
        for (int i = start; i < end; i++)
        {
            double share = problem.Shares[i], curvature = share == 0 ? 0 : share * Math.Max(least, problem.Loss.SecondDerivative(predictions[i], problem.Labels[i]));
            if (curvature == Diagonal[i]) continue;
            Diagonal[i] = curvature;
            changed++;
        }

        return changed;
    }
}
