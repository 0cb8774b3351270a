using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>gᵀd + ½ dᵀXᵀHXd + Ω(w + d), what a proximal Newton step minimises, for a diagonal H that changes now and then.</summary>
internal abstract class QuadraticModel
{
    /// <summary>Takes the next H.</summary>
    /// <param name="diagonal">Its diagonal, n values ≥ 0, not copied.</param>
    public abstract void Change(double[] diagonal);

    /// <summary>Goes towards the minimum over some coordinates by coordinate descent.</summary>
    /// <param name="penalty">Ω.</param>
    /// <param name="coordinates">Those that may move.</param>
    /// <param name="values">Their values: from w to w + d.</param>
    /// <param name="slopes">s ∘ f′(z), n values.</param>
    /// <param name="slopeSum">Their sum.</param>
    /// <param name="gradients">g, by coordinate; receives those of the model at the new values, where they are known.</param>
    /// <param name="accuracy">The violation of the optimality conditions that is aimed at, in units of slopes.</param>
    /// <param name="isExact">Whether the loss is this quadratic; otherwise the minimum need not be met so well.</param>
    /// <returns>Whether the model's gradients of these coordinates are known at the new values, without that of the penalty.</returns>
    public abstract bool Minimize<TPenalty>(
        SeparablePenalty<TPenalty> penalty, ArraySegment<int> coordinates, Span<double> values, double[] slopes, double slopeSum,
        double[] gradients, double accuracy, bool isExact)
        where TPenalty : struct, IPenalty;
}
