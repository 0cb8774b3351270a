using Microsoft.ML.Trainers;
using MlNetLosses.Losses;

namespace MlNetLosses.Interop;

/// <summary>A loss as ML.NET's own trainers want it: single precision, labels 0/1 of classifiers, dual steps instead of dual values.</summary>
/// <remarks>ML.NET's dual variable has the sign and scale of <see cref="IDualLoss"/>.</remarks>
/// <param name="loss">The loss.</param>
internal sealed class LossAdapter<TLoss>(TLoss loss) : ISupportSdcaRegressionLoss, ISupportSdcaClassificationLoss
    where TLoss : struct, IDualLoss
{
    /// <summary>A dual step under so much curvature has no length of its own: it only brings the variable back into its domain.</summary>
    private const double ProjectingCurvature = 1e12;

    /// <summary>Stands for the curvature 0 of a row without features, which <see cref="IDualLoss.MaximizeDual"/> does not take.</summary>
    private const float SmallestCurvature = 1e-30f;

    /// <inheritdoc/>
    public double Loss(float output, float label) => loss.Value(output, Decode(label));

    /// <inheritdoc/>
    public float Derivative(float output, float label) => (float)loss.Derivative(output, Decode(label));

    /// <summary>The curvature itself: ML.NET hands back what it gets here, once per row, to <see cref="DualUpdate"/>.</summary>
    public float ComputeDualUpdateInvariant(float scaledFeaturesNormSquared) =>
        Math.Max(scaledFeaturesNormSquared, SmallestCurvature);

    /// <summary>The step, damped by the number of threads that step at the same time without knowing of each other.</summary>
    public float DualUpdate(float output, float label, float dual, float invariant, int maxNumThreads)
    {
        double target = loss.MaximizeDual(dual, output, Decode(label), invariant);
        return (float)((target - dual) / Math.Max(1, maxNumThreads));
    }

    /// <summary>−f*(−a, y), of the nearest feasible a: ML.NET's bias step and its single precision push duals out of their domain.</summary>
    public double DualLoss(float label, float dual)
    {
        double y = Decode(label), feasible = loss.MaximizeDual(dual, 0, y, ProjectingCurvature);
        return -loss.Conjugate(-feasible, y);
    }

    private static double Decode(float label) => TLoss.Labels == LabelDomain.PlusMinusOne ? (label > 0 ? 1 : -1) : label;
}
