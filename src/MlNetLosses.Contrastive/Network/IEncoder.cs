namespace MlNetLosses.Contrastive.Network;

/// <summary>A network that turns an example into features h and those into its output z, for a batch of up to <see cref="Capacity"/> rows.</summary>
internal interface IEncoder
{
    /// <summary>Rows that a batch can have.</summary>
    int Capacity { get; }

    /// <summary>Values of an example as <see cref="SetInput"/> takes it.</summary>
    int InputLength { get; }

    /// <summary>Values of h.</summary>
    int FeatureLength { get; }

    /// <summary>Values of z.</summary>
    int OutputLength { get; }

    /// <summary>What is learnt, always in the same order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What is not learnt but belongs to the model, such as running means; always in the same order.</summary>
    IReadOnlyList<Tensor> Statistics { get; }

    /// <summary>z, <c>rows × OutputStride</c>: set by <see cref="Forward"/>.</summary>
    Tensor Output { get; }

    /// <summary>Values from one row of z to the next; what lies between is zero.</summary>
    int OutputStride { get; }

    /// <summary>The loss's gradient by z, <c>rows × OutputStride</c>: to be set before <see cref="Backward"/>.</summary>
    Tensor OutputGradient { get; }

    /// <summary>Puts an example into a row of the batch. Rows can be set on several threads.</summary>
    /// <param name="row">0 to <see cref="Capacity"/> − 1.</param>
    /// <param name="example">For images: channels × height × width, planar.</param>
    void SetInput(int row, ReadOnlySpan<float> example);

    /// <summary>Computes h and z of the first rows.</summary>
    /// <param name="rows">At least 1; at least 2 where <paramref name="training"/>.</param>
    /// <param name="training">Whether normalisation uses the batch's statistics (and notes them), or the noted ones.</param>
    void Forward(int rows, bool training);

    /// <summary>Sets the gradients of all parameters, after a <see cref="Forward"/> of the same rows in training.</summary>
    void Backward(int rows);

    /// <summary>h of a row after a <see cref="Forward"/>, as the ONNX model gives it: for images channel after channel.</summary>
    void CopyFeatures(int row, Span<float> features);
}
