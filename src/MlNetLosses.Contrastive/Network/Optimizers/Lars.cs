using System.Numerics.Tensors;

namespace MlNetLosses.Contrastive.Network.Optimizers;

/// <summary>Momentum whose step adapts to each layer, so that large batches can take large learning rates.</summary>
/// <remarks>
/// <code>
/// r = 0.001 ‖w‖ / (‖g‖ + λ ‖w‖)      for each parameter that decays; 1 where either norm is 0
/// v ← 0.9 v + η r (g + λ w)
/// w ← w − v
/// </code>
/// Parameters that do not decay (biases, normalisation) have r = 1 and λ = 0, as in SimCLR.
/// Source: Y. You, I. Gitman, B. Ginsburg, "Large Batch Training of Convolutional Networks", arXiv:1708.03888, 2017, algorithm 1.
/// </remarks>
internal sealed class Lars : IOptimizer
{
    private const double TrustCoefficient = 0.001;
    private const float Momentum = 0.9f;

    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly double _weightDecay;
    private readonly Tensor[] _velocities;

    /// <param name="parameters">What it moves.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    public Lars(IReadOnlyList<Parameter> parameters, double weightDecay)
    {
        (_parameters, _weightDecay) = (parameters, weightDecay);
        _velocities = [.. parameters.Select(parameter => new Tensor(parameter.Value.Length))];
    }

    public IReadOnlyList<Tensor> State => _velocities;

    public int Steps { get; set; }

    public void Step(double learningRate)
    {
        Steps++;
        for (int i = 0; i < _parameters.Count; i++)
        {
            Span<float> value = _parameters[i].Value.Span, gradient = _parameters[i].Gradient.Span, velocity = _velocities[i].Span;
            double rate = learningRate;
            TensorPrimitives.Multiply(velocity, Momentum, velocity);
            if (_parameters[i].Decays)
            {
                rate *= TrustRatio(EuclideanNorm.Of(value), EuclideanNorm.Of(gradient));
                TensorPrimitives.MultiplyAdd(value, (float)(rate * _weightDecay), velocity, velocity);
            }

            TensorPrimitives.MultiplyAdd(gradient, (float)rate, velocity, velocity);
            TensorPrimitives.Subtract(value, velocity, value);
        }
    }

    private double TrustRatio(double valueNorm, double gradientNorm) =>
        valueNorm > 0 && gradientNorm > 0 ? TrustCoefficient * valueNorm / (gradientNorm + _weightDecay * valueNorm) : 1;
}
