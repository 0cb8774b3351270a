using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Data;

/// <summary>
/// The problem of a model with one output: min over w ∈ ℝᵖ, b ∈ ℝ of
/// P(w, b) = (1/Σs) Σᵢ sᵢ f(xᵢᵀw + b, yᵢ) + Σⱼ φⱼ ω(σⱼ wⱼ), with lⱼ ≤ wⱼ ≤ uⱼ.
/// </summary>
/// <remarks>σⱼ is the standard deviation of feature j when <see cref="LinearProblem{TPenalty}.Standardize"/>, otherwise 1.</remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed record Problem<TLoss, TPenalty> : LinearProblem<TPenalty>
    where TLoss : struct, ILoss
    where TPenalty : struct, IPenalty
{
    /// <summary>A problem.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="labels">y, n values in the domain of the loss.</param>
    /// <param name="loss">f.</param>
    /// <param name="penalty">ω.</param>
    public Problem(FeatureMatrix features, double[] labels, TLoss loss, TPenalty penalty)
        : base(features, penalty) => (Labels, Loss) = (labels, loss);

    /// <summary>y, n values.</summary>
    public double[] Labels { get; }

    /// <summary>f.</summary>
    public TLoss Loss { get; init; }
}
