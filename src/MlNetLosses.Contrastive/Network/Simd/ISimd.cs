namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>What a kernel needs of a vector of single-precision numbers. A kernel is written once, and compiled for each width.</summary>
/// <typeparam name="TVector">The vector itself, so that a kernel's locals are registers.</typeparam>
internal unsafe interface ISimd<TVector>
    where TVector : struct
{
    /// <summary>Numbers in a vector; divides <see cref="Kernels.Lanes"/>.</summary>
    static abstract int Width { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(float* target, TVector vector);

    /// <summary>The same number in every place.</summary>
    static abstract TVector Broadcast(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left × right + addend, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    static abstract TVector Sqrt(TVector vector);

    static abstract TVector Max(TVector left, TVector right);

    /// <summary>Place by place: left = right ? then : otherwise.</summary>
    static abstract TVector WhereEqual(TVector left, TVector right, TVector then, TVector otherwise);

    /// <summary>Place by place: vector &gt; 0 ? then : 0.</summary>
    static abstract TVector WherePositive(TVector vector, TVector then);
}
