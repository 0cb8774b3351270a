using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace MlNetLosses.Losses;

/// <summary>A loss with its kinks rounded: its Moreau envelope, the largest function below it whose curvature is at most 1/q.</summary>
/// <remarks>
/// With a = argmax_a { −f*(−a, y) − a z − ½ q a² }, which is the loss's dual step from 0:
/// <code>
/// f_q(z, y)   min_t f(t, y) + (z − t)² / (2 q)  =  −f*(−a, y) − a z − ½ q a²
/// f_q′(z, y)  −a
/// f_q*(u, y)  f*(u, y) + ½ q u²
/// dual        that of f from a q̃ / (q + q̃), with curvature q + q̃, q̃ being the curvature asked for
/// </code>
/// f_q ≤ f ≤ f_q + ½ q L² for a loss with Lipschitz constant L. The hinge's is <see cref="SmoothedHinge"/> with γ = q, that of the absolute loss is
/// <see cref="Huber"/> / q.
/// Source: Yu. Nesterov, "Smooth Minimization of Non-smooth Functions", Math. Program. 103 (2005), 127–152.
/// </remarks>
/// <param name="Loss">f, piecewise linear.</param>
/// <param name="Width">q, how far a prediction is from where the slope of f is −a, for each unit of a; positive.</param>
/// <param name="CurvatureWidth">The width that the second derivative is taken at: where that is a sum over few examples near a kink, wider is less noisy.</param>
/// <typeparam name="TLoss">The loss.</typeparam>
internal readonly record struct Smoothed<TLoss>(TLoss Loss, double Width, double CurvatureWidth) : ICurvedLoss
    where TLoss : struct, IDualLoss
{
    /// <summary>At a kink itself any slope between those of its sides is possible, so the slope is asked for a little beside.</summary>
    private const double Beside = 1e-9;

    /// <inheritdoc/>
    public static LabelDomain Labels => TLoss.Labels;

    /// <inheritdoc/>
    public bool IsValid => Loss.IsValid && Width > 0;

    /// <inheritdoc/>
    public double Lipschitz => Loss.Lipschitz;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Value(double prediction, double label)
    {
        double a = DualOf(prediction, label);
        return -Loss.Conjugate(-a, label) - a * (prediction + 0.5 * Width * a);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Derivative(double prediction, double label) => -DualOf(prediction, label);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double SecondDerivative(double prediction, double label)
    {
        double a = Loss.MaximizeDual(0, prediction, label, CurvatureWidth);
        bool isFlat = Loss.Derivative(prediction + CurvatureWidth * (a + Beside), label) == -a;     // otherwise t is at a kink
        return isFlat ? 0 : 1 / CurvatureWidth;
    }

    /// <inheritdoc/>
    public double Conjugate(double slope, double label) => Loss.Conjugate(slope, label) + 0.5 * Width * slope * slope;

    /// <inheritdoc/>
    public double MaximizeDual(double dual, double prediction, double label, double curvature) =>
        Loss.MaximizeDual(dual * curvature / (Width + curvature), prediction, label, Width + curvature);

    /// <inheritdoc/>
    public override string ToString() => Invariant($"Smoothed(Loss: {Loss}, Width: {Width}, CurvatureWidth: {CurvatureWidth})");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double DualOf(double prediction, double label) => Loss.MaximizeDual(0, prediction, label, Width);
}
