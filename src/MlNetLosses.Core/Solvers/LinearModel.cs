namespace MlNetLosses.Solvers;

/// <summary>A linear model with one or more outputs: output k of example x is Σⱼ wₖⱼ xⱼ + bₖ, on the raw scale of the features.</summary>
/// <param name="Weights">W, <c>K × p</c>, row by row (all weights of the first output first).</param>
/// <param name="Intercepts">b, K values.</param>
public sealed record LinearModel(double[] Weights, double[] Intercepts);
