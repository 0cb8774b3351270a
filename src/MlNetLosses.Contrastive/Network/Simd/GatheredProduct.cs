namespace MlNetLosses.Contrastive.Network.Simd;

/// <summary>
/// A matrix product whose left matrix is never laid out: its element (m, r) is found at the sum of an offset for the row and one for the
/// column. Convolutions, their gradients and fully connected layers are all such products, which differ in their offsets alone.
/// </summary>
/// <remarks>
/// <code>
/// Result[ResultRows[m] + k]  =  Σ_r  Left[LeftRows[m] + LeftColumns[r]] · Right[RightRows[r] + k]
/// </code>
/// for m &lt; <see cref="Rows"/>, r &lt; <see cref="Inner"/>, k &lt; <see cref="Columns"/>; added to the result where <see cref="Adds"/>.
/// The terms are added in the order of r, one by one, whatever the width of the vectors.
/// </remarks>
internal unsafe struct GatheredProduct
{
    public int Rows;

    public int Inner;

    /// <summary>A multiple of <see cref="Kernels.Lanes"/>.</summary>
    public int Columns;

    /// <summary>Whether the product is added to the result or replaces it.</summary>
    public bool Adds;

    public float* Left;

    public int* LeftRows;

    public int* LeftColumns;

    public float* Right;

    public int* RightRows;

    public float* Result;

    public int* ResultRows;
}
