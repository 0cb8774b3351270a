using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Trainers;
using MlNetLosses.Interop;

namespace MlNetLosses.Tests.Interop;

[TestFixture]
public sealed class NativeModelsTests
{
    private static readonly Type[] Holders =
    [
        typeof(NativeSchema),
        typeof(NativeModels),
        typeof(NativeTransformers<LinearRegressionModelParameters>),
        typeof(NativeTransformers<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>),
        typeof(NativeCalibratedModels<LinearBinaryModelParameters, PlattCalibrator>),
    ];

    [TestCaseSource(nameof(Accessors))]
    public void Every_accessor_binds(MethodInfo accessor)
    {
        RuntimeTypeHandle[] arguments = [.. accessor.DeclaringType!.GetGenericArguments().Select(type => type.TypeHandle)];
        Assert.That(() => RuntimeHelpers.PrepareMethod(accessor.MethodHandle, arguments), Throws.Nothing);
    }

    [Test]
    public void An_accessor_that_does_not_bind_would_be_seen()
    {
        MethodInfo broken = typeof(NativeModelsTests).GetMethod(nameof(Broken), BindingFlags.Static | BindingFlags.NonPublic)!;
        Assert.That(() => RuntimeHelpers.PrepareMethod(broken.MethodHandle), Throws.InstanceOf<MissingMethodException>());
    }

    [Test]
    public void No_accessor_is_outside_these_types()
    {
        IEnumerable<Type> holders = typeof(NativeModels).Assembly.GetTypes().Where(type => AccessorsOf(type).Any());
        Assert.That(holders, Is.EquivalentTo(Holders.Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type).Distinct()));
    }

    private static IEnumerable<TestCaseData> Accessors() =>
        Holders.SelectMany(AccessorsOf).Select(method => new TestCaseData(method).SetArgDisplayNames($"{method.DeclaringType!.Name}: {method}"));

    private static IEnumerable<MethodInfo> AccessorsOf(Type type) =>
        type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(method => method.IsDefined(typeof(UnsafeAccessorAttribute)));

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern TrainerInfo Broken(bool tooFew);
}
