using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Inference;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Tests.Reference;
using MlNetLosses.Tests.Solvers;

namespace MlNetLosses.Tests.Inference;

[TestFixture]
public sealed class StandardErrorsTests
{
    /// <summary>Source: <c>summary(lm(stack.loss ~ ., stackloss))</c>, R 4.2.2; the last is that of the intercept.</summary>
    [Test]
    public void Stackloss_least_squares() =>
        Check(LeastSquares(On(new HalfSquared())), [0.134858185355, 0.368024265273, 0.156294043249, 11.895996850644], 3.24336391818523, 17, 1e-10);

    /// <summary>Source: <c>summary(lm(stack.loss ~ ., stackloss, weights = rep(1:3, 7)))</c>, R 4.2.2.</summary>
    [TestCase(1)]
    [TestCase(0.25)]
    public void Stackloss_weighted_least_squares(double unit)
    {
        double[] weights = [.. Enumerable.Range(0, 21).Select(i => unit * (1 + i % 3))];
        Check(
            LeastSquares(On(new HalfSquared()) with { ExampleWeights = weights }),
            [0.14375905438378, 0.38686976125332, 0.17246826912921, 13.38464571342925], Math.Sqrt(unit) * 4.87082448360954, 17, 1e-10);
    }

    /// <summary>Source: NIST, Statistical Reference Datasets, certified standard deviations of the estimates.</summary>
    [Test]
    public void Norris() => Check(
        LeastSquares(new(FeatureMatrix.Dense(Nist.NorrisFeatures, 36, 1), Nist.NorrisLabels, default, default)),
        [0.429796848199937e-4, 0.232818234301152], 0.884796396144373, 34, 1e-10);

    /// <inheritdoc cref="Norris"/>
    [Test]
    public void NoInt1() => Check(
        LeastSquares(new(FeatureMatrix.Dense(Nist.NoInt1Features, 11, 1), Nist.NoInt1Labels, default, default) { FitIntercept = false }),
        [0.165289256198347e-1], 3.56753034006338, 10, 1e-10);

    /// <inheritdoc cref="Norris"/>
    [Test]
    public void Longley()
    {
        LinearModel certified = new(
            [1.50618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359, -0.0511041056535807, 1829.15146461355], [-3482258.63459582]);
        Check(
            StandardErrors.Of(new Problem<HalfSquared, NoPenalty>(FeatureMatrix.Dense(Nist.LongleyFeatures, 16, 6), Nist.LongleyLabels, default, default), certified),
            [8.49149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212, 890420.383607373],
            304.854073561965, 9, 1e-8);
    }

    /// <summary>Source: <c>summary(rlm(stack.loss ~ ., stackloss, acc = 1e-12, maxit = 1000))</c>, MASS 7.3-58.2.</summary>
    [Test]
    public void Stackloss_Huber() =>
        Check(OnStackloss(1.345), [0.111174962310, 0.303393403350, 0.128846345687, 9.806872294357], 2.4404890459928, 17, 1e-9);

    /// <summary>As R's rlm stops it at its default accuracy. Source: MASS 7.3, quoted in the tests of statsmodels.</summary>
    [Test]
    public void Stackloss_Huber_as_it_is_published() =>
        Check(OnStackloss(1.345), [0.11118035, 0.3034081, 0.12885259, 9.8073472], 2.44071379, 17, 1e-4);

    /// <summary>
    /// Source: statsmodels 0.13.5, <c>RLM(…, HuberT()).fit(cov="H1", tol=1e-14)</c>, whose scale has more digits of the normal quartile
    /// and whose k divides by n where this one divides by n − 1.
    /// </summary>
    [Test]
    public void Stackloss_Huber_as_statsmodels_has_it()
    {
        double[] expected = [0.1110052133545, 0.30293016310858, 0.12864961493537, 9.79189854134928];
        const double Odds = 3.0 / 18, K = 1 + 4.0 / 20 * Odds, TheirK = 1 + 4.0 / 21 * Odds;    // 3 of 21 residuals are above the threshold
        Check(OnStackloss(1.345), [.. expected.Select(error => error * K / TheirK)], 2.4405360917210794, 17, 3e-5);
    }

    [Test]
    public void A_threshold_in_label_units_gives_the_errors_of_the_same_threshold_in_units_of_the_scale()
    {
        StandardErrors scaled = OnStackloss(1.345);
        Problem<Huber, NoPenalty> problem = On(new Huber(1.345 * scaled.Scale!.Value));
        StandardErrors plain = StandardErrors.Of(problem, Fit(problem), ScaleEstimation.None);
        Assert.That(plain.Weights, Is.EqualTo(scaled.Weights).Within(1e-9));
        Assert.That(plain.Scale, Is.Null);
    }

    /// <summary>The definition, with a 1 in every row for the intercept and the inverse by Gauss and Jordan.</summary>
    [Test]
    public void Match_the_definition_dense_and_sparse() =>
        (from seed in Gen.Int[0, int.MaxValue] from sparse in Gen.Bool from intercept in Gen.Bool from weighted in Gen.Bool select (seed, sparse, intercept, weighted)).Sample(drawn =>
        {
            Random random = new(drawn.seed);
            const int N = 20, P = 3;
            float[] x = [.. Enumerable.Range(0, N * P).Select(k => random.Next(3) == 0 ? 0 : (float)random.Next(-40, 40) + 10 * (k % P))];
            double[] y = [.. Enumerable.Range(0, N).Select(_ => (double)random.Next(-50, 50))];
            FeatureMatrix features = drawn.sparse ? SmallProblem.ToSparse(x, N, P) : FeatureMatrix.Dense(x, N, P);
            double[]? weights = drawn.weighted ? [.. Enumerable.Range(0, N).Select(i => (double)(i % 4))] : null;
            Problem<HalfSquared, NoPenalty> problem = new(features, y, default, default) { FitIntercept = drawn.intercept, ExampleWeights = weights };
            LinearModel model = Fit(problem);
            StandardErrors actual = StandardErrors.Of(problem, model);

            int q = drawn.intercept ? P + 1 : P, n = drawn.weighted ? 15 : N;
            double[][] rows = [.. Enumerable.Range(0, N).Select(i => (double[])[x[i * P], x[i * P + 1], x[i * P + 2], 1])];
            double squares = Enumerable.Range(0, N).Sum(i => (weights?[i] ?? 1) * Math.Pow(y[i] - model.Intercepts[0] - Enumerable.Range(0, P).Sum(j => model.Weights[j] * rows[i][j]), 2));
            double[,] gram = new double[q, q];
            for (int r = 0; r < q; r++) for (int c = 0; c < q; c++) gram[r, c] = Enumerable.Range(0, N).Sum(i => (weights?[i] ?? 1) * rows[i][r] * rows[i][c]);
            double[] inverse = InverseDiagonal(gram, q);
            double[] all = drawn.intercept ? [.. actual.Weights, actual.Intercept!.Value] : actual.Weights;
            return Enumerable.Range(0, q).All(j => Math.Abs(all[j] / Math.Sqrt(squares / (n - q) * inverse[j]) - 1) < 1e-8);
        });

    /// <summary>Of 1,000 samples, 95 % of the intervals ŵ ± 1.96 standard errors must hold the true weight.</summary>
    [Test]
    public void Intervals_hold_the_truth_as_often_as_they_say()
    {
        Random random = new(1);
        const int N = 60, Samples = 1000;
        int leastSquares = 0, huber = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            float[] x = [.. Enumerable.Range(0, 2 * N).Select(_ => (float)Normal(random))];
            double[] y = [.. Enumerable.Range(0, N).Select(i => 2 * x[2 * i] - x[2 * i + 1] + Normal(random))];
            double[] heavy = [.. y.Select(value => value + (random.Next(8) == 0 ? 10 * Normal(random) : 0))];
            FeatureMatrix features = FeatureMatrix.Dense(x, N, 2);
            Problem<HalfSquared, NoPenalty> squared = new(features, y, default, default);
            Problem<Huber, NoPenalty> robust = new(features, heavy, new Huber(1.345), default);
            leastSquares += Holds(Fit(squared), model => StandardErrors.Of(squared, model)) ? 1 : 0;
            huber += Holds(Fit(robust), model => StandardErrors.Of(robust, model, ScaleEstimation.None)) ? 1 : 0;
        }

        Assert.That(leastSquares / (double)Samples, Is.InRange(0.93, 0.97));
        Assert.That(huber / (double)Samples, Is.InRange(0.93, 0.97));

        static bool Holds(LinearModel model, Func<LinearModel, StandardErrors> errorsOf) => Math.Abs(model.Weights[0] - 2) <= 1.96 * errorsOf(model).Weights[0];
    }

    [Test]
    public void A_penalised_model_has_none()
    {
        Problem<HalfSquared, Ridge> ridge = new(Matrix, Stackloss.Labels, default, new Ridge(0.01));
        LinearModel model = SolverLoop.Run(new CoordinateDescent<HalfSquared, Ridge>(ridge), new StoppingRule(1e-12, 100_000)).Model;
        Assert.That(() => StandardErrors.Of(On(new HalfSquared()), model), Throws.ArgumentException.With.Message.StartsWith(
            "The model must be the optimum of HalfSquared without penalty on this data, with intercept, but it is 0.11").And.Message.EndsWith("a penalised model has none."));
    }

    [Test]
    public void A_model_of_another_loss_has_none()
    {
        LinearModel huber = Fit(On(new Huber(1)));
        Assert.That(() => StandardErrors.Of(On(new HalfSquared()), huber), Throws.ArgumentException.With.Message.StartsWith("The model must be the optimum of HalfSquared"));
        Assert.That(() => StandardErrors.Of(On(new Huber(2)), huber, ScaleEstimation.None), Throws.ArgumentException.With.Message.StartsWith("The model must be the optimum of Huber(delta: 2)"));
        Assert.That(() => StandardErrors.Of(On(new Huber(1)), huber, ScaleEstimation.MedianAbsoluteDeviation), Throws.ArgumentException.With.Message.StartsWith("The model must be the optimum of Huber(delta: 1)"));
    }

    [Test]
    public void A_model_of_other_rows_has_none()
    {
        double[] labels = [.. Stackloss.Labels];
        labels[4]++;
        Problem<HalfSquared, NoPenalty> other = new(Matrix, labels, default, default);
        Assert.That(() => StandardErrors.Of(other, Fit(On(new HalfSquared()))), Throws.ArgumentException.With.Message.StartsWith("The model must be the optimum"));
    }

    [Test]
    public void An_intercept_must_be_asked_for_as_it_was_fitted()
    {
        Problem<HalfSquared, NoPenalty> with = On(new HalfSquared()), without = with with { FitIntercept = false };
        Assert.That(() => StandardErrors.Of(without, Fit(with)), Throws.ArgumentException.With.Message.StartsWith("The intercept of a model that was fitted without one must be 0, got -39.9"));
        Assert.That(() => StandardErrors.Of(with, Fit(without)), Throws.ArgumentException.With.Message.StartsWith("The model must be the optimum of HalfSquared without penalty on this data, with intercept"));
        Assert.That(StandardErrors.Of(without, Fit(without)).Intercept, Is.Null);
    }

    [Test]
    public void Dependent_features_are_named()
    {
        // a, b, 2a − b + 3, c, constant
        float[] x = [.. Enumerable.Range(0, 20).SelectMany(i => (float[])[i, i * i % 7, 2 * i - i * i % 7 + 3, i * i * i % 11, 5])];
        Problem<HalfSquared, NoPenalty> problem = new(FeatureMatrix.Dense(x, 20, 5), [.. Enumerable.Range(0, 20).Select(i => (double)(i * 7 % 5))], default, default);
        LinearModel zero = new(new double[5], [0]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => StandardErrors.Of(problem, zero, ["a", "b", "sum", "c", "five"]), Throws.ArgumentException.With.Message.EqualTo(
                "Features must be linearly independent for their weights to have standard errors, but 'sum' is a combination of 'a', 'b' and the intercept; 'five' is constant, as the intercept is. Leave out these features, or one each that it depends on, and train again."));
            Assert.That(() => StandardErrors.Of(problem with { FitIntercept = false }, zero), Throws.ArgumentException.With.Message.Contains("slot 4 is a combination of slot 0, slot 1, slot 2"));
            Assert.That(() => StandardErrors.Of(problem, zero, ["a"]), Throws.ArgumentException.With.Message.StartsWith("There must be one name per feature, got 1 names for 5 features."));
        }
    }

    [Test]
    public void A_feature_of_zeros_depends_on_nothing_but_has_no_weight_either() => Assert.That(
        () => StandardErrors.Of(new Problem<HalfSquared, NoPenalty>(FeatureMatrix.Dense(new float[5], 5, 1), [1, 2, 3, 4, 6], default, default) { FitIntercept = false }, new LinearModel([0], [0])),
        Throws.ArgumentException.With.Message.Contains("but slot 0 is 0 in every row. Leave out this feature"));

    [Test]
    public void There_must_be_more_rows_than_coefficients() => Assert.That(
        () => StandardErrors.Of(new Problem<HalfSquared, NoPenalty>(FeatureMatrix.Dense([.. Stackloss.Features.Take(15)], 5, 3), [.. Stackloss.Labels.Take(5)], default, default) { ExampleWeights = [1, 1, 0, 1, 1] }, new LinearModel(new double[3], [0])),
        Throws.ArgumentException.With.Message.StartsWith("There must be more examples than coefficients for standard errors, got 4 examples and 4 coefficients, the intercept included."));

    [Test]
    public void Huber_takes_no_example_weights() => Assert.That(
        () => StandardErrors.Of(On(new Huber(1)) with { ExampleWeights = [.. Enumerable.Repeat(1.0, 21)] }, Fit(On(new Huber(1))), ScaleEstimation.None),
        Throws.ArgumentException.With.Message.StartsWith("Huber standard errors are those of examples that count alike"));

    [Test]
    public void Without_noise_there_are_none()
    {
        double[] labels = [.. Enumerable.Range(0, 21).Select(i => 2.0 * Stackloss.Features[3 * i] - 1)];
        LinearModel exact = new([2, 0, 0], [-1]);
        Assert.That(() => StandardErrors.Of(new Problem<HalfSquared, NoPenalty>(Matrix, labels, default, default), exact), Throws.ArgumentException.With.Message.StartsWith("The labels must have noise"));
        labels[0] += 5;
        Assert.That(
            () => StandardErrors.Of(new Problem<Huber, NoPenalty>(Matrix, labels, new Huber(), default), exact, ScaleEstimation.MedianAbsoluteDeviation),
            Throws.ArgumentException.With.Message.StartsWith("The labels must have noise"));
    }

    [Test]
    public void Some_residuals_must_be_below_the_threshold() => Assert.That(
        () => StandardErrors.Of(On(new Huber(1e-3)), new LinearModel([0, 0, 0], [1000]), ScaleEstimation.None),
        Throws.ArgumentException.With.Message.StartsWith("Some residuals must be below the threshold for Huber standard errors, got none below 0.001."));

    [Test]
    public void The_model_must_be_one_of_these_features() => Assert.That(
        () => StandardErrors.Of(On(new HalfSquared()), new LinearModel([1], [0])),
        Throws.ArgumentException.With.Message.StartsWith("The model must have 3 weights and 1 intercept, got 1 and 1."));

    private static FeatureMatrix Matrix => FeatureMatrix.Dense(Stackloss.Features, Stackloss.RowCount, Stackloss.ColumnCount);

    private static Problem<TLoss, NoPenalty> On<TLoss>(TLoss loss) where TLoss : struct, ILoss => new(Matrix, Stackloss.Labels, loss, default);

    private static LinearModel Fit<TLoss>(Problem<TLoss, NoPenalty> problem) where TLoss : struct, ISmoothLoss, ICurvedLoss =>
        SolverLoop.Run(new CoordinateDescent<TLoss, NoPenalty>(problem, threads: 1), new StoppingRule(1e-13, 100_000)).Model;

    private static StandardErrors LeastSquares(Problem<HalfSquared, NoPenalty> problem) => StandardErrors.Of(problem, Fit(problem));

    private static StandardErrors OnStackloss(double delta)
    {
        Problem<Huber, NoPenalty> problem = On(new Huber(delta));
        LinearModel model = RobustScale.Run(
            problem, ScaleEstimation.MedianAbsoluteDeviation, (scaled, start) => new CoordinateDescent<Huber, NoPenalty>(scaled, threads: 1, start), new StoppingRule(1e-13, 200_000)).Model;
        return StandardErrors.Of(problem, model, ScaleEstimation.MedianAbsoluteDeviation);
    }

    private static void Check(StandardErrors actual, double[] expected, double scale, int degreesOfFreedom, double tolerance)
    {
        double[] all = actual.Intercept is double intercept ? [.. actual.Weights, intercept] : actual.Weights;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Zip(expected, (ours, theirs) => ours / theirs - 1), Is.All.EqualTo(0).Within(tolerance));
            Assert.That(all, Has.Length.EqualTo(expected.Length));
            Assert.That(actual.Scale, Is.EqualTo(scale).Within(tolerance * scale));
            Assert.That(actual.DegreesOfFreedom, Is.EqualTo(degreesOfFreedom));
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] InverseDiagonal(double[,] matrix, int size)
    {
        double[,] inverse = new double[size, size];
        for (int i = 0; i < size; i++) inverse[i, i] = 1;
        for (int k = 0; k < size; k++)
        {
            double pivot = matrix[k, k];
            for (int c = 0; c < size; c++) (matrix[k, c], inverse[k, c]) = (matrix[k, c] / pivot, inverse[k, c] / pivot);
            for (int r = 0; r < size; r++)
            {
                double multiple = matrix[r, k];
                if (r == k) continue;
                for (int c = 0; c < size; c++) (matrix[r, c], inverse[r, c]) = (matrix[r, c] - multiple * matrix[k, c], inverse[r, c] - multiple * inverse[k, c]);
            }
        }

        return [.. Enumerable.Range(0, size).Select(i => inverse[i, i])];
    }
}
