using System.Globalization;
using System.Reflection;
using CsCheck;
using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

/// <summary>What every image augmentation promises. An augmentation's own fixture only says how to draw one, and adds values by hand.</summary>
[TestFixture]
public abstract class ImageAugmentationContract<T>
    where T : IImageAugmentation
{
    private const float Guard = 7;

    /// <summary>Draws augmentations over the whole range of their parameters.</summary>
    protected abstract Gen<T> Values { get; }

    /// <summary>The parameters with which nothing changes.</summary>
    protected abstract T Nothing { get; }

    protected virtual int[] Channels => [1, 2, 3];

    protected static Gen<double> Probability => Gen.OneOf(Gen.Double[0, 1], Gen.Const(0.0), Gen.Const(1.0));

    private Gen<(T, ImageShape, ulong)> Cases => Gen.Select(Values, Images.Shapes(Channels), Gen.ULong);

    [Test]
    public void Views_of_values_in_0_to_1_are_in_0_to_1() => Cases.Sample((augmentation, shape, seed) =>
        Images.View(augmentation, Images.Random(shape, seed), shape, seed).All(v => v is >= 0 and <= 1));

    [Test]
    public void Same_seed_gives_the_same_bits_wherever_the_memory_is() => Gen.Select(Cases, Gen.Int[0, 16]).Sample((c, offset) =>
    {
        (T augmentation, ImageShape shape, ulong seed) = c;
        float[] image = Images.Random(shape, seed), expected = Images.View(augmentation, image, shape, seed);
        float[] elsewhere = new float[offset + shape.Length], scratch = new float[2 * offset + shape.Length];
        SplitMix64 random = SplitMix64.For(seed, 0, 0, 0);
        new ImageViews([augmentation], shape).Draw(image, elsewhere.AsSpan(offset), scratch.AsSpan(offset), ref random);
        return elsewhere.AsSpan(offset).SequenceEqual(expected);
    });

    [Test]
    public void Nothing_but_the_view_and_the_scratch_is_written() => Cases.Sample((augmentation, shape, seed) =>
    {
        float[] image = Images.Random(shape, seed), before = [.. image];
        float[] view = new float[shape.Length + 64], scratch = new float[shape.Length + 64];
        Array.Fill(view, Guard);
        Array.Fill(scratch, Guard);
        SplitMix64 random = new(seed);
        new ImageViews([augmentation], shape).Draw(image, view.AsSpan(32), scratch.AsSpan(32), ref random);
        return image.SequenceEqual(before) && IsGuarded(view) && IsGuarded(scratch);

        bool IsGuarded(float[] values) => !values.AsSpan(0, 32).ContainsAnyExcept(Guard) && !values.AsSpan(32 + shape.Length).ContainsAnyExcept(Guard);
    });

    [Test]
    public void The_content_of_the_scratch_does_not_matter() => Cases.Sample((augmentation, shape, seed) =>
    {
        float[] image = Images.Random(shape, seed), view = new float[shape.Length], scratch = new float[shape.Length];
        Array.Fill(scratch, float.NaN);
        SplitMix64 random = SplitMix64.For(seed, 0, 0, 0);
        new ImageViews([augmentation], shape).Draw(image, view, scratch, ref random);
        return view.SequenceEqual(Images.View(augmentation, image, shape, seed));
    });

    [Test]
    public void Parameters_for_no_change_change_nothing() => Gen.Select(Images.Shapes(Channels), Gen.ULong).Sample((shape, seed) =>
    {
        float[] image = Images.Random(shape, seed);
        return Images.LargestDifference(Images.View(Nothing, image, shape, seed), image) <= 1e-6;
    });

    [Test]
    public void Threads_share_one_object() => Values.Sample(augmentation =>
    {
        ImageShape shape = new(3, 16, 12);
        float[] image = Images.Random(shape, 1);
        float[][] alone = [.. Enumerable.Range(0, 200).Select(i => Images.View(augmentation, image, shape, (ulong)i))];
        float[][] together = [.. Enumerable.Range(0, 200).AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(i => Images.View(augmentation, image, shape, (ulong)i))];
        return together.Zip(alone, (a, b) => a.SequenceEqual(b)).All(same => same);
    }, iter: 3);

    [Test]
    public void A_view_allocates_nothing() => Values.Sample(augmentation =>
    {
        ImageShape shape = new(3, 16, 12);
        float[] image = Images.Random(shape, 1), view = new float[shape.Length], scratch = new float[shape.Length];
        ImageViews views = new([augmentation], shape);
        SplitMix64 random = new(1);
        for (int i = 0; i < 20; i++) views.Draw(image, view, scratch, ref random);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) views.Draw(image, view, scratch, ref random);
        return GC.GetAllocatedBytesForCurrentThread() == before;
    }, iter: 3);

    [Test]
    public void Every_parameter_refuses_NaN_infinity_and_what_is_below_its_range([Values(double.NaN, double.PositiveInfinity, -0.5)] double bad)
    {
        Assert.Multiple(() =>
        {
            for (int i = 0; i < Parameters.Length; i++)
            {
                object?[] arguments = [.. Parameters.Select(p => p.DefaultValue)];
                arguments[i] = bad;
                Assert.That(
                    () => Constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture),
                    Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(Parameters[i].Name)
                        .And.Message.StartsWith(Parameters[i].Name!).And.Message.Contains(bad.ToString(CultureInfo.InvariantCulture)));
            }
        });
    }

    [Test]
    public void Text_is_the_name_with_the_parameters() => Values.Sample(value =>
    {
        IEnumerable<string> parameters = Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Name}: {PropertyOf(p).GetValue(value)}"));
        return value.ToString() == $"{typeof(T).Name}({string.Join(", ", parameters)})";
    });

    [Test]
    public void It_cannot_be_changed() => Assert.That(typeof(T).GetProperties().Where(p => p.CanWrite), Is.Empty);

    private static ConstructorInfo Constructor => typeof(T).GetConstructors().Single();

    private static ParameterInfo[] Parameters => Constructor.GetParameters();

    private static PropertyInfo PropertyOf(ParameterInfo parameter) =>
        typeof(T).GetProperty(parameter.Name!, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)!;
}
