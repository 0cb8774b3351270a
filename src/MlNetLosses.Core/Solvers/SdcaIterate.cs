using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>What the steps of SDCA move beside the dual variables: w with v, and A = Σ (sᵢ/Σs) aᵢ with the intercept b = b₀ + A/κ.</summary>
/// <param name="weights">w, and v.</param>
/// <param name="curvature">1/κ; 0 without intercept.</param>
internal sealed class SdcaIterate<TPenalty>(LinkedWeights<TPenalty> weights, double curvature)
    where TPenalty : struct, IStronglyConvexPenalty
{
    private double multiplier;  // b₀
    private double balance;     // A

    /// <summary>w, and v.</summary>
    public LinkedWeights<TPenalty> Weights { get; } = weights;

    /// <summary>b, of centred features.</summary>
    public double Intercept { get; private set; }

    /// <summary>A copy with the same w and v, but no intercept yet.</summary>
    public SdcaIterate<TPenalty> Replicate() => new(Weights.Replicate(), curvature);

    /// <summary>Sets b₀; A is 0.</summary>
    public void Start(double intercept) => (multiplier, Intercept) = (intercept, intercept);

    /// <summary>v ← v + change (x − m), A ← A + change.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Row x, double change)
    {
        Weights.Add(x, change);
        balance += change;
        Intercept = multiplier + curvature * balance;
    }

    /// <summary>A step of the method of multipliers.</summary>
    public void MoveMultiplier()
    {
        multiplier += InterceptMultiplier.Step * curvature * balance;
        Intercept = multiplier + curvature * balance;
    }

    /// <summary>v ← v + (v₁ + v₂ − 2v)/σ′ of two replicas, which take it over, and A likewise.</summary>
    public void Merge(SdcaIterate<TPenalty> one, SdcaIterate<TPenalty> other, double caution)
    {
        Weights.Merge(one.Weights, other.Weights, caution);
        balance += (one.balance + other.balance - 2 * balance) / caution;
        Intercept = multiplier + curvature * balance;
    }

    /// <summary>Takes over b₀, A and b.</summary>
    public void TakeIntercept(SdcaIterate<TPenalty> other) => (multiplier, balance, Intercept) = (other.multiplier, other.balance, other.Intercept);
}
