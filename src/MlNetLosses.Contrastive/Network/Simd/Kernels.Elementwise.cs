using System.Runtime.CompilerServices;

namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>The loops that treat each number alone.</summary>
internal sealed unsafe partial class Kernels<TSimd, TVector>
{
    private const float AdamEpsilon = 1e-8f;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Rectify(float* output, float* gradient, int length)
    {
        for (int i = 0; i < length; i += TSimd.Width)
            TSimd.Store(gradient + i, TSimd.WherePositive(TSimd.Load(output + i), TSimd.Load(gradient + i)));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Adam(float* value, float* gradient, float* first, float* second, int length, in AdamStep step)
    {
        TVector firstDecay = TSimd.Broadcast(step.FirstDecay), firstShare = TSimd.Broadcast(1 - step.FirstDecay);
        TVector secondDecay = TSimd.Broadcast(step.SecondDecay), secondShare = TSimd.Broadcast(1 - step.SecondDecay);
        TVector correction = TSimd.Broadcast(step.SecondCorrection), shrinkage = TSimd.Broadcast(step.Shrinkage);
        TVector minusStep = TSimd.Broadcast(-step.StepSize), epsilon = TSimd.Broadcast(AdamEpsilon);
        for (int i = 0; i < length; i += TSimd.Width)
        {
            TVector g = TSimd.Load(gradient + i);
            TVector m = TSimd.MultiplyAdd(firstDecay, TSimd.Load(first + i), TSimd.Multiply(firstShare, g));
            TVector v = TSimd.MultiplyAdd(secondDecay, TSimd.Load(second + i), TSimd.Multiply(secondShare, TSimd.Multiply(g, g)));
            TSimd.Store(first + i, m);
            TSimd.Store(second + i, v);
            TVector direction = TSimd.Divide(m, TSimd.Add(TSimd.Sqrt(TSimd.Multiply(v, correction)), epsilon));
            TSimd.Store(value + i, TSimd.MultiplyAdd(minusStep, direction, TSimd.Multiply(shrinkage, TSimd.Load(value + i))));
        }
    }
}
