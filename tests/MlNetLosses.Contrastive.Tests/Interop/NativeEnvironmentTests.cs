using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using MlNetLosses.Contrastive.Interop;
using MlNetLosses.Interop;

namespace MlNetLosses.Contrastive.Tests.Interop;

[TestFixture]
public sealed class NativeEnvironmentTests
{
    [TestCaseSource(nameof(Accessors))]
    public void Every_accessor_binds(MethodInfo accessor) =>
        Assert.That(() => RuntimeHelpers.PrepareMethod(accessor.MethodHandle), Throws.Nothing);

    [Test]
    public void The_temporary_path_is_the_contexts()
    {
        MLContext mlContext = new();
        Assert.That(NativeEnvironment.TemporaryPath(mlContext), Is.EqualTo(Path.GetTempPath()));
        mlContext.TempFilePath = "elsewhere";
        Assert.That(NativeEnvironment.TemporaryPath(mlContext), Is.EqualTo("elsewhere"));
        Assert.That(NativeEnvironment.TemporaryPath(NativeSchema.Environment(mlContext.Transforms)), Is.EqualTo("elsewhere"));
    }

    private static IEnumerable<TestCaseData> Accessors() => typeof(NativeEnvironment).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(UnsafeAccessorAttribute)))
        .Select(method => new TestCaseData(method).SetArgDisplayNames($"{method.DeclaringType!.Name}: {method}"));
}
