namespace MlNetLosses.Solvers;

/// <summary>The loss of example i as a function of its K predictions, so that stochastic descent is written once for one output and for several.</summary>
internal interface IExampleLoss
{
    /// <summary>K, the number of outputs.</summary>
    int OutputCount { get; }

    /// <summary>f(z, yᵢ).</summary>
    /// <param name="example">i.</param>
    /// <param name="predictions">z, K values.</param>
    double Value(int example, ReadOnlySpan<double> predictions);

    /// <summary>Writes ∇f(z, yᵢ), or any subgradient where f has a kink.</summary>
    /// <param name="example">i.</param>
    /// <param name="predictions">z, K values.</param>
    /// <param name="derivative">Receives K values.</param>
    void Derivative(int example, ReadOnlySpan<double> predictions, Span<double> derivative);

    /// <summary>Fetches what <see cref="Derivative"/> needs of an example that is visited soon.</summary>
    /// <param name="example">i.</param>
    void Fetch(int example);
}
