using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Data;

/// <summary>
/// The problem of a model with K outputs: min over W ∈ ℝᴷˣᵖ, b ∈ ℝᴷ of
/// P(W, b) = (1/Σs) Σᵢ sᵢ f(W xᵢ + b, yᵢ) + Σₖ Σⱼ φⱼ ω(σⱼ wₖⱼ), with lⱼ ≤ wₖⱼ ≤ uⱼ.
/// </summary>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed record MulticlassProblem<TLoss, TPenalty> : LinearProblem<TPenalty>
    where TLoss : struct, IMulticlassLoss
    where TPenalty : struct, IPenalty
{
    /// <summary>A problem.</summary>
    /// <param name="features">X, <c>n × p</c>.</param>
    /// <param name="labels">y, n classes in 0 … K − 1.</param>
    /// <param name="classCount">K ≥ 2.</param>
    /// <param name="loss">f.</param>
    /// <param name="penalty">ω.</param>
    public MulticlassProblem(FeatureMatrix features, int[] labels, int classCount, TLoss loss, TPenalty penalty)
        : base(features, penalty) => (Labels, ClassCount, Loss) = (labels, classCount, loss);

    /// <summary>y, n classes in 0 … K − 1.</summary>
    public int[] Labels { get; }

    /// <summary>K, the number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>f.</summary>
    public TLoss Loss { get; }
}
