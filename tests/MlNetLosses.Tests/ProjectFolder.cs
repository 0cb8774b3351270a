using System.Reflection;

namespace MlNetLosses.Tests;

/// <summary>Where this test project's sources lie. A caller's file path would not say: deterministic builds write <c>/_/</c> there.</summary>
internal static class ProjectFolder
{
    public static string Path { get; } = typeof(ProjectFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(ProjectFolder)).Value!;
}
