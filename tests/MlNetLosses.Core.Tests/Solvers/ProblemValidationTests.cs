using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

/// <summary>Every message says what must be what, what it got, and where.</summary>
[TestFixture]
public sealed class ProblemValidationTests
{
    private static FeatureMatrix Matrix => FeatureMatrix.Dense([1, 2, 3, 4, 5, 6], 3, 2);

    [Test]
    public void A_loss_must_be_constructed() => Refuses(
        new Problem<Huber, Ridge>(Matrix, [1, 2, 3], default, new Ridge(1)),
        "The loss must be made by its constructor, got default(Huber). Write new Huber(…).");

    [Test]
    public void A_penalty_must_be_constructed() => Refuses(
        new Problem<Huber, Ridge>(Matrix, [1, 2, 3], new Huber(), default),
        "The penalty must be made by its constructor, got default(Ridge). Write new Ridge(…).");

    [Test]
    public void There_must_be_examples() => Refuses(
        new Problem<HalfSquared, Ridge>(FeatureMatrix.Dense([], 0, 2), [], default, new Ridge(1)),
        "There must be at least one example, got none. Check that the data is not empty.");

    [Test]
    public void There_must_be_a_label_per_example() => Refuses(
        Of(labels: [1, 2]),
        "There must be one label per example, got 2 labels for 3 examples.");

    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    [TestCase(float.NegativeInfinity, "-Infinity")]
    public void Features_must_be_finite(float value, string text)
    {
        string message = $"Features must be finite, got {text} in row 1 at slot 1. Replace or leave out missing values first.";
        using (Assert.EnterMultipleScope())
        {
            Refuses(Of(FeatureMatrix.Dense([1, 2, 3, value, 5, 6], 3, 2)), message);
            Refuses(Of(FeatureMatrix.Sparse([1, value], [0, 1], [0, 1, 2, 2], 2)), message);
        }
    }

    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    public void Labels_must_be_finite(double label, string text) => Refuses(
        Of(labels: [1, 2, label]),
        $"Labels of HalfSquared must be finite, got {text} in row 2. Correct or leave out the row.");

    [TestCase(0, "0")]
    [TestCase(double.NaN, "NaN")]
    public void Labels_of_margins_must_be_signs(double label, string text) => Refuses(
        new Problem<Hinge, Ridge>(Matrix, [1, label, -1], default, new Ridge(1)),
        $"Labels of Hinge must be -1 or +1, got {text} in row 1. Correct or leave out the row.");

    [TestCase(-1, "-1")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    public void Labels_of_counts_must_not_be_negative(double label, string text) => Refuses(
        new Problem<Poisson, Ridge>(Matrix, [label, 1, 2], default, new Ridge(1)),
        $"Labels of Poisson must be zero or positive and finite, got {text} in row 0. Correct or leave out the row.");

    [Test]
    public void There_must_be_a_weight_per_example() => Refuses(
        Of() with { ExampleWeights = [1, 2] },
        "There must be one weight per example, got 2 weights for 3 examples.");

    [TestCase(-1, "-1")]
    [TestCase(double.NaN, "NaN")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    public void Example_weights_must_not_be_negative(double weight, string text) => Refuses(
        Of() with { ExampleWeights = [1, weight, 1] },
        $"Example weights must be zero or positive and finite, got {text} in row 1.");

    [TestCase(0, "0")]
    [TestCase(1e308, "Infinity")]
    public void Example_weights_must_have_a_sum(double weight, string text) => Refuses(
        Of() with { ExampleWeights = [weight, weight, weight] },
        $"Example weights must have a positive, finite sum, got {text}. At least one example must count.");

    [TestCase(-1, "-1")]
    [TestCase(double.PositiveInfinity, "Infinity")]
    public void Penalty_factors_must_not_be_negative(double factor, string text) => Refuses(
        Of() with { PenaltyFactors = [1, factor] },
        $"PenaltyFactors must be zero or positive and finite, got {text} at slot 1.");

    [Test]
    public void Penalty_factors_must_be_one_per_feature() => Refuses(
        Of() with { PenaltyFactors = [1] },
        "PenaltyFactors must have one value per feature, got 1 for 2 features.");

    [Test]
    public void Penalty_factors_must_be_positive_for_dual_ascent() => Assert.That(
        () => new ProximalSdca<HalfSquared, Ridge>(Of() with { PenaltyFactors = [1, 0] }),
        Throws.ArgumentException.With.Message.EqualTo("PenaltyFactors must be positive for SDCA, got 0 at slot 1. For unpenalised features use CoordinateDescent or ProximalSgd."));

    [TestCase(0.5, "0.5")]
    [TestCase(double.NaN, "NaN")]
    public void Lower_bounds_must_not_be_positive(double bound, string text) => Refuses(
        Of() with { LowerBounds = [bound, 0] },
        $"LowerBounds must be zero or negative (−∞ for none), got {text} at slot 0.");

    [TestCase(-0.5, "-0.5")]
    [TestCase(double.NaN, "NaN")]
    public void Upper_bounds_must_not_be_negative(double bound, string text) => Refuses(
        Of() with { UpperBounds = [bound, 0] },
        $"UpperBounds must be zero or positive (+∞ for none), got {text} at slot 0.");

    [TestCase(0)]
    [TestCase(-1)]
    public void Threads_must_be_positive(int threads) => Assert.That(
        () => new CoordinateDescent<HalfSquared, Ridge>(Of(), threads),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("threads").And.Message.StartsWith($"threads must be at least 1, got {threads}."));

    [Test]
    public void An_initial_model_must_be_of_the_same_size() => Assert.That(
        () => new ProximalSdca<HalfSquared, Ridge>(Of(), initialModel: new LinearModel([1, 2, 3], [0])),
        Throws.ArgumentException.With.Message.EqualTo("The initial model must have 2 weights and 1 intercept, got 3 and 1. Train it on the same features."));

    [Test]
    public void Problems_and_models_are_not_null()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new ProximalSdca<HalfSquared, Ridge>(null!), Throws.ArgumentNullException);
            Assert.That(() => new CoordinateDescent<HalfSquared, Ridge>(null!), Throws.ArgumentNullException);
            Assert.That(() => new ProximalSdcaMulticlass<SoftmaxCrossEntropy, Ridge>(null!), Throws.ArgumentNullException);
            Assert.That(() => DualityGap.Certify(Of(), null!), Throws.ArgumentNullException);
            Assert.That(() => DualityGap.Certify<HalfSquared, Ridge>(null!, new LinearModel([0], [0])), Throws.ArgumentNullException);
        }
    }

    private static Problem<HalfSquared, Ridge> Of(FeatureMatrix? features = null, double[]? labels = null) =>
        new(features ?? Matrix, labels ?? [1, 2, 3], default, new Ridge(1));

    private static void Refuses<TLoss, TPenalty>(Problem<TLoss, TPenalty> problem, string message)
        where TLoss : struct, IDualLoss
        where TPenalty : struct, IPenalty =>
        Assert.That(() => DualityGap.Certify(problem, new LinearModel([0, 0], [0])), Throws.ArgumentException.With.Message.EqualTo(message));

    [TestCase(double.NaN, 0)]
    [TestCase(0, double.PositiveInfinity)]
    public void An_initial_model_is_finite(double weight, double intercept)
    {
        Problem<Huber, Ridge> problem = new(FeatureMatrix.Dense([1, 2, 4], 3, 1), [1, 2, 3], new Huber(), new Ridge(0.1));
        LinearModel model = new([weight], [intercept]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => new ProximalSdca<Huber, Ridge>(problem, initialModel: model), Throws.ArgumentException.With.Message.Contains("must be finite, got "));
            Assert.That(() => new CoordinateDescent<Huber, Ridge>(problem, initialModel: model), Throws.ArgumentException.With.Message.Contains("must be finite, got "));
            Assert.That(() => new ProximalSgd<Huber, Ridge>(problem, initialModel: model), Throws.ArgumentException.With.Message.Contains("must be finite, got "));
        }
    }
}
