using MlNetLosses.Contrastive.Network.Simd;

namespace MlNetLosses.Contrastive.Network.Optimizers;

/// <summary>Adam with decoupled weight decay.</summary>
/// <remarks>
/// <code>
/// m ← β₁ m + (1 − β₁) g      v ← β₂ v + (1 − β₂) g²
/// w ← (1 − η λ) w − η m̂ / (√v̂ + ε)      m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
/// </code>
/// with β₁ = 0.9, β₂ = 0.999, ε = 1e-8; λ = 0 for parameters that do not decay.
/// Source: I. Loshchilov, F. Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2.
/// </remarks>
internal sealed unsafe class AdamW : IOptimizer
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;

    private readonly Kernels _kernels;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly double _weightDecay;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;

    /// <param name="parameters">What it moves.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <param name="kernels">The inner loops; null for the widest that the processor has.</param>
    public AdamW(IReadOnlyList<Parameter> parameters, double weightDecay, Kernels? kernels = null)
    {
        (_parameters, _weightDecay, _kernels) = (parameters, weightDecay, kernels ?? Kernels.Widest);
        _first = [.. parameters.Select(parameter => new Tensor(parameter.Value.Length))];
        _second = [.. parameters.Select(parameter => new Tensor(parameter.Value.Length))];
        State = [.. _first, .. _second];
    }

    public IReadOnlyList<Tensor> State { get; }

    public int Steps { get; set; }

    public void Step(double learningRate)
    {
        Steps++;
        AdamStep step = new()
        {
            FirstDecay = (float)FirstDecay,
            SecondDecay = (float)SecondDecay,
            StepSize = (float)(learningRate / (1 - Math.Pow(FirstDecay, Steps))),
            SecondCorrection = (float)(1 / (1 - Math.Pow(SecondDecay, Steps))),
        };
        for (int i = 0; i < _parameters.Count; i++)
        {
            Parameter parameter = _parameters[i];
            step.Shrinkage = parameter.Decays ? (float)(1 - learningRate * _weightDecay) : 1;
            _kernels.Adam(parameter.Value.Pointer, parameter.Gradient.Pointer, _first[i].Pointer, _second[i].Pointer, parameter.Value.Length, step);
        }
    }
}
