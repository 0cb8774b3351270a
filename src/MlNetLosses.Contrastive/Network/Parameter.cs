namespace MlNetLosses.Contrastive.Network;

/// <summary>Numbers that are learnt, with the gradient of the loss by them.</summary>
/// <param name="name">Unique in its network; what a checkpoint calls it.</param>
/// <param name="length">How many numbers.</param>
/// <param name="decays">Whether weight decay applies: to weights, not to biases and to the scale and shift of a normalisation.</param>
internal sealed class Parameter(string name, int length, bool decays)
{
    public string Name { get; } = name;

    public bool Decays { get; } = decays;

    public Tensor Value { get; } = new(length);

    /// <summary>Written, not added to, by each backward pass.</summary>
    public Tensor Gradient { get; } = new(length);
}
