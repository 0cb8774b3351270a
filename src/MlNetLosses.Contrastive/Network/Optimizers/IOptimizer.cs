namespace MlNetLosses.Contrastive.Network.Optimizers;

/// <summary>Moves parameters against their gradients.</summary>
internal interface IOptimizer
{
    /// <summary>What it remembers between steps, always in the same order: what a checkpoint keeps beside <see cref="Steps"/>.</summary>
    IReadOnlyList<Tensor> State { get; }

    /// <summary>Steps made so far; set when training continues from a checkpoint.</summary>
    int Steps { get; set; }

    /// <summary>Makes a step by the gradients as they are.</summary>
    /// <param name="learningRate">At least 0.</param>
    void Step(double learningRate);
}
