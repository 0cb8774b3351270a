using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using MlNetLosses.Explanation;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
using MlNetLosses.Trainers;

namespace MlNetLosses.Tests.Explanation;

[TestFixture]
public sealed class CoefficientTests
{
    private readonly MLContext mlContext = TestData.Context();

    private static CoordinateDescentOptions Tight => new() { Tolerance = 1e-12, MaximumEpochs = 100_000 };

    /// <summary>Source: <c>summary(lm(stack.loss ~ ., stackloss))</c>, R 4.2.2.</summary>
    [Test]
    public void Least_squares_has_the_table_of_R()
    {
        IDataView data = StacklossView.Of(mlContext);
        CoefficientTable table = Regression(new HalfSquared(), new NoPenalty(), Tight).Fit(data).Coefficients(data, new HalfSquared());
        Assert.That(table.ToString(), Is.EqualTo(
            """
                           weight  standardized  standard error      z
            (Intercept)    -39.92                        11.896  -3.36
            Air.Flow      0.71564        6.4031         0.13486   5.31
            Water.Temp     1.2953        3.9954         0.36802   3.52
            Acid.Conc.   -0.15212      -0.79551         0.15629  -0.97
            scale 3.2434, 17 degrees of freedom
            """.ReplaceLineEndings("\n")));
    }

    /// <summary>Source: R's <c>MASS::rlm</c> at its default accuracy.</summary>
    [Test]
    public void Huber_has_the_standard_errors_of_R()
    {
        IDataView data = StacklossView.Of(mlContext);
        CoordinateDescentOptions options = Tight;
        options.ScaleEstimation = ScaleEstimation.MedianAbsoluteDeviation;
        CoefficientTable table = Regression(new Huber(1.345), new NoPenalty(), options).Fit(data).Coefficients(data, new Huber(1.345), options);
        double?[] errors = [.. table.Features.Select(row => row.StandardError), table.Intercept.StandardError];
        double[] published = [0.11118035, 0.3034081, 0.12885259, 9.8073472];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(errors.Zip(published, (ours, theirs) => ours!.Value / theirs), Is.All.EqualTo(1).Within(1e-4));
            Assert.That(table.Features.Select(row => row.Name), Is.EqualTo(StacklossView.Names));
            Assert.That(table.Features[0].Z, Is.EqualTo(0.82937387 / 0.11118035).Within(1e-3));
            Assert.That(table.Scale, Is.EqualTo(2.44071379).Within(1e-3));
        }
    }

    /// <summary>Source: <c>summary(lm(stack.loss ~ ., stackloss, weights = rep(1:3, 7)))</c>, R 4.2.2.</summary>
    [Test]
    public void Weights_of_examples_come_from_the_options()
    {
        IDataView data = StacklossView.Of(mlContext);
        CoordinateDescentOptions options = Tight;
        options.ExampleWeightColumnName = "Weight";
        CoefficientTable table = Regression(new HalfSquared(), new NoPenalty(), options).Fit(data).Coefficients(data, new HalfSquared(), options);
        Assert.That(table.Features.Select(row => row.StandardError), Is.EqualTo([0.14375905438378, 0.38686976125332, 0.17246826912921]).Within(1e-7));
        Assert.That(
            () => Regression(new HalfSquared(), new NoPenalty(), options).Fit(data).Coefficients(data, new HalfSquared()),
            Throws.ArgumentException.With.Message.StartsWith("The model must be the optimum of HalfSquared without penalty on this data"));
    }

    [Test]
    public void Other_models_have_no_standard_errors()
    {
        IDataView data = StacklossView.Of(mlContext);
        using (Assert.EnterMultipleScope())
        {
            foreach (RegressionPredictionTransformer<LinearRegressionModelParameters> model in (RegressionPredictionTransformer<LinearRegressionModelParameters>[])
            [
                Regression(new HalfSquared(), new Ridge(0.01), Tight).Fit(data),
                Regression(new HalfSquared(), new Lasso(0.1), Tight).Fit(data),
                Regression(new Huber(1.345), new NoPenalty(), Tight).Fit(data),
                mlContext.Regression.Trainers.Sdca().Fit(data),
            ])
            {
                Assert.That(
                    () => model.Coefficients(data, new HalfSquared()),
                    Throws.ArgumentException.With.Message.StartsWith("The model must be the optimum of HalfSquared without penalty on this data, with intercept, but it is "));
                Assert.That(model.Coefficients(data).Features, Has.All.Property(nameof(Coefficient.StandardError)).Null.And.All.Property(nameof(Coefficient.Z)).Null);
            }
        }
    }

    [Test]
    public void Dependent_columns_are_called_by_their_names()
    {
        IDataView raw = StacklossView.Of(mlContext);
        IDataView data = mlContext.Transforms.Concatenate("Features", "WaterTemp", "AirFlow", "Sum").Fit(raw).Transform(raw);
        Assert.That(
            () => Regression(new HalfSquared(), new NoPenalty(), Tight).Fit(data).Coefficients(data, new HalfSquared()),
            Throws.ArgumentException.With.Message.Contains("but 'Sum' is a combination of 'WaterTemp', 'AirFlow' and the intercept."));
    }

    [Test]
    public void Standardized_weights_are_weights_times_standard_deviations()
    {
        List<BinaryExample> examples = TestData.Binary();
        IDataView data = TestData.View(mlContext, examples);
        double[] deviations = [.. Enumerable.Range(0, TestData.FeatureCount).Select(j =>
        {
            double mean = examples.Average(example => example.Features[j]);
            return Math.Sqrt(examples.Average(example => Math.Pow(example.Features[j] - mean, 2)));
        })];
        var calibrated = mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(new Ridge(1e-2)).Fit(data);
        var plain = mlContext.BinaryClassification.Trainers.ProximalSdca(new Hinge(), new Ridge(1e-2)).Fit(data);
        CoefficientTable ofCalibrated = calibrated.Coefficients(data), ofPlain = plain.Coefficients(data);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofCalibrated.Features.Select(row => row.StandardizedWeight), Is.EqualTo(calibrated.Model.SubModel.Weights.Zip(deviations, (w, d) => w * d)).Within(1e-9));
            Assert.That(ofPlain.Features.Select(row => row.StandardizedWeight), Is.EqualTo(plain.Model.Weights.Zip(deviations, (w, d) => w * d)).Within(1e-9));
            Assert.That(ofCalibrated.Features.Select(row => row.Name), Is.EqualTo(Enumerable.Range(0, TestData.FeatureCount).Select(j => $"Features[{j}]")));
            Assert.That(ofCalibrated.Intercept, Is.EqualTo(new Coefficient("(Intercept)", calibrated.Model.SubModel.Bias)));
            Assert.That(calibrated.Coefficients(data.Schema).Features.Select(row => row.Weight), Is.EqualTo(calibrated.Model.SubModel.Weights));
        }
    }

    [Test]
    public void Names_come_from_the_schema_of_a_pipeline()
    {
        IDataView raw = StacklossView.Of(mlContext);
        var model = mlContext.Transforms.Concatenate("X", "AirFlow", "WaterTemp")
            .Append(mlContext.Regression.Trainers.ProximalSdca(new Huber(), new Ridge(0.1), new ProximalSdcaOptions { FeatureColumnName = "X" })).Fit(raw);
        IDataView output = model.Transform(raw);
        Assert.That(model.LastTransformer.Coefficients(output.Schema).Features.Select(row => row.Name), Is.EqualTo(["AirFlow", "WaterTemp"]));
        Assert.That(model.LastTransformer.Coefficients(output).Features, Has.All.Property(nameof(Coefficient.StandardizedWeight)).Not.Null);
    }

    [Test]
    public void A_model_alone_takes_names_or_numbers()
    {
        LinearRegressionModelParameters model = mlContext.Regression.Trainers.ProximalSdca(new Huber(), new Ridge(0.1)).Fit(StacklossView.Of(mlContext)).Model;
        VBuffer<ReadOnlyMemory<char>> names = new(3, 1, ["first".AsMemory()], [0]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(model.Coefficients(names).Features.Select(row => row.Name), Is.EqualTo(["first", "Features[1]", "Features[2]"]));
            Assert.That(model.Coefficients().Features, Is.EqualTo(model.Weights.Select((w, j) => new Coefficient($"Features[{j}]", w))));
            Assert.That(() => model.Coefficients(new VBuffer<ReadOnlyMemory<char>>(2, new ReadOnlyMemory<char>[2])), Throws.ArgumentException.With.Message.StartsWith("There must be one name per weight, got 2 names for 3 weights."));
            Assert.That(model.Coefficients().ToString(), Does.Not.Contain("standard").And.Not.Contain("degrees"));
        }
    }

    [Test]
    public void Loaded_models_have_coefficients_too()
    {
        IDataView data = StacklossView.Of(mlContext), classes = TestData.View(mlContext, TestData.Binary());
        var loaded = (ISingleFeaturePredictionTransformer<LinearRegressionModelParameters>)SaveAndLoad(Regression(new HalfSquared(), new NoPenalty(), Tight).Fit(data), data);
        Assert.That(loaded.Coefficients(data, new HalfSquared()).Features[0].StandardError, Is.EqualTo(0.134858185355).Within(1e-7));

        var calibrated = mlContext.BinaryClassification.Trainers.ProximalSdcaLogisticRegression(new Ridge(1e-2)).Fit(classes);
        var again = (ISingleFeaturePredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>)SaveAndLoad(calibrated, classes);
        Assert.That(again.Coefficients(classes.Schema).Features, Is.EqualTo(calibrated.Coefficients(classes.Schema).Features));
    }

    [Test]
    public void Poisson_models_have_coefficients()
    {
        IDataView data = TestData.View(mlContext, TestData.Counts());
        var model = mlContext.Regression.Trainers.ProximalSdca(new Poisson(), new Ridge(1e-2)).Fit(data);
        Assert.That(model.Coefficients(data.Schema).Features.Select(row => row.Weight), Is.EqualTo(model.Model.Weights));
    }

    [Test]
    public void Data_of_other_features_is_refused()
    {
        var model = Regression(new HalfSquared(), new NoPenalty(), Tight).Fit(StacklossView.Of(mlContext));
        IDataView other = TestData.View(mlContext, TestData.Regression()), raw = mlContext.Transforms.SelectColumns("Label", "AirFlow").Fit(StacklossView.Of(mlContext)).Transform(StacklossView.Of(mlContext));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => model.Coefficients(other.Schema), Throws.ArgumentException.With.Message.StartsWith("Column 'Features' must be the vector of 3 Single that the model was trained on, got Vector<Single, 5>."));
            Assert.That(() => model.Coefficients(raw), Throws.ArgumentException.With.Message.StartsWith("Column 'Features' must be the vector of 3 Single that the model was trained on, got no such column. Pass the data as the model sees it"));
            Assert.That(() => model.Coefficients(other, new HalfSquared()), Throws.ArgumentException.With.Message.StartsWith("Column 'Features' must be"));
        }
    }

    [Test]
    public void A_label_that_is_not_there_is_an_error()
    {
        IDataView data = StacklossView.Of(mlContext);
        var model = Regression(new HalfSquared(), new NoPenalty(), Tight).Fit(data);
        Assert.That(() => model.Coefficients(data, new HalfSquared(), new CoordinateDescentOptions { LabelColumnName = "Loss" }), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Loss"));
    }

    [Test]
    public void An_invalid_row_is_an_error_or_left_out()
    {
        List<RegressionExample> examples = TestData.Regression();
        IDataView data = TestData.View(mlContext, examples);
        var model = mlContext.Regression.Trainers.ProximalSdca(new Huber(), new Ridge(0.1)).Fit(data);
        CoefficientTable whole = model.Coefficients(data);
        examples.Insert(7, new RegressionExample { Features = [0, 0, float.NaN, 0, 0] });
        IDataView broken = TestData.View(mlContext, examples);
        Assert.That(() => model.Coefficients(broken), Throws.ArgumentException.With.Message.StartsWith("Row 7 of column 'Features' has NaN at slot 2."));
        Assert.That(model.Coefficients(broken, skipInvalidRows: true).Features, Is.EqualTo(whole.Features));
    }

    private CoordinateDescentRegressionTrainer<LinearRegressionModelParameters, TLoss, TPenalty> Regression<TLoss, TPenalty>(TLoss loss, TPenalty penalty, CoordinateDescentOptions options)
        where TLoss : struct, ICurvedLoss
        where TPenalty : struct, IPenalty => mlContext.Regression.Trainers.CoordinateDescent(loss, penalty, options);

    private ITransformer SaveAndLoad(ITransformer model, IDataView data)
    {
        using MemoryStream stream = new();
        mlContext.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return mlContext.Model.Load(stream, out _);
    }
}
