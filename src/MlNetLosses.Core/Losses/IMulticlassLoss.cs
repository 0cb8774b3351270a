namespace MlNetLosses.Losses;

/// <summary>A convex loss f(z, y) of one example with K classes: z ∈ ℝᴷ are the scores, y ∈ {0, …, K − 1} the class.</summary>
public interface IMulticlassLoss
{
    /// <summary>Whether the parameters are in range; false only for <c>default</c> of a loss that has parameters.</summary>
    bool IsValid { get; }

    /// <summary>f(z, y).</summary>
    /// <param name="predictions">z, K values.</param>
    /// <param name="label">y.</param>
    double Value(ReadOnlySpan<double> predictions, int label);

    /// <summary>Writes ∇f(z, y), or any subgradient where f has a kink.</summary>
    /// <param name="predictions">z, K values.</param>
    /// <param name="label">y.</param>
    /// <param name="derivative">Receives K values.</param>
    void Derivative(ReadOnlySpan<double> predictions, int label, Span<double> derivative);
}
