using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MlNetLosses.Data;

/// <summary>From single to double precision, for inner loops.</summary>
internal static class Precision
{
    /// <summary>The same number in double precision.</summary>
    /// <remarks>
    /// A cast compiles to an instruction (cvtss2sd) that keeps the upper half of its target, and so waits for what wrote it last: in a loop, for its
    /// own predecessor. The one for vectors does not (docs/decisions/0028).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(this float value) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(value)).ToScalar();
}
