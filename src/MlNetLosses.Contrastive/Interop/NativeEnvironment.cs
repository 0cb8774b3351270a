using System.Runtime.CompilerServices;
using Microsoft.ML.Runtime;

namespace MlNetLosses.Contrastive.Interop;

/// <summary>What ML.NET's environment keeps internal.</summary>
internal static class NativeEnvironment
{
    /// <summary>The folder for temporary files: <c>MLContext.TempFilePath</c>, at first the system's.</summary>
    public static string TemporaryPath(IHostEnvironment env) => TemporaryPath((object)env);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_TempFilePath")]
    private static extern string TemporaryPath(
        [UnsafeAccessorType("Microsoft.ML.Runtime.IHostEnvironmentInternal, Microsoft.ML.Core")] object env);
}
