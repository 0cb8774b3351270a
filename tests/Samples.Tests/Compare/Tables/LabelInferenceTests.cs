using MlNetLosses.Samples.Compare;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Tables;

internal sealed class LabelInferenceTests
{
    [TestCase(LearningTask.Regression, "1.5", "2", "3", "4.25")]
    [TestCase(LearningTask.Regression, "1", "2", "3", "4")]
    [TestCase(LearningTask.Binary, "yes", "no", "no", "yes")]
    [TestCase(LearningTask.Binary, "0", "1", "1", "0")]
    [TestCase(LearningTask.Multiclass, "a", "b", "c", "a", "b", "c")]
    public void The_task_follows_from_the_values(LearningTask task, params string[] cells) =>
        Assert.That(Infer(null, cells).Task, Is.EqualTo(task));

    [Test]
    public void A_few_whole_numbers_are_classes_unless_the_user_says_otherwise()
    {
        string[] cells = [.. Enumerable.Range(0, 60).Select(i => $"{i % 3}")];

        Label inferred = Infer(null, cells);
        Label asked = Infer(LearningTask.Regression, cells);

        Assert.That(inferred.Task, Is.EqualTo(LearningTask.Multiclass));
        Assert.That(inferred.Reason, Does.Contain("--task regression"));
        Assert.That(asked.Task, Is.EqualTo(LearningTask.Regression));
        Assert.That(asked.Values.Take(3), Is.EqualTo(new[] { 0f, 1f, 2f }));
    }

    [TestCase("yes", "no", "yes", "no", "no", "yes", "yes")]
    [TestCase("1", "0", "0", "1", "1", "1")]
    [TestCase("True", "False", "False", "True", "False", "True")]
    [TestCase("rare", "common", "common", "rare", "common", "rare", "common")]
    public void The_positive_class_is_the_one_that_says_yes_or_else_the_rarer(string positive, params string[] cells)
    {
        Label label = Infer(null, cells);

        Assert.That(label.Classes[0], Is.EqualTo(positive));
        Assert.That(label.Values, Is.EqualTo(cells.Select(cell => cell == positive ? 0f : 1f)));
    }

    [Test]
    public void Rows_without_a_label_are_left_out() =>
        Assert.That(Infer(null, ["1.5", "", "2.5", "NA", "9"]).Rows, Is.EqualTo(new[] { 0, 2, 4 }));

    [TestCase(null, "has no values", "", "NA")]
    [TestCase(null, "is 'x' in every row", "x", "x", "x")]
    [TestCase(null, "'c' in column 'y' is the only row of its class", "a", "b", "c", "a", "b")]
    [TestCase(LearningTask.Binary, "has 3 different values (a, b, c), where binary classification needs two", "a", "b", "c")]
    [TestCase(LearningTask.Regression, "line 4: 'many' in column 'y' is not a finite number", "1", "2", "many")]
    [TestCase(LearningTask.Regression, "line 3: '1e999' in column 'y' is not a finite number", "1", "1e999")]
    public void A_column_that_is_no_label_is_refused(LearningTask? task, string message, params string[] cells) =>
        Assert.That(() => Infer(task, cells), Throws.TypeOf<UserError>().With.Message.Contains(message));

    [Test]
    public void A_name_that_is_not_there_brings_the_closest_ones()
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File("Sale_Price,Sale_Type,Alley,Street\n1,2,3,4\n"));

        Assert.That(() => LabelInference.Infer(table, "SalePrice", null),
            Throws.TypeOf<UserError>().With.Message.Contains("no column is called 'SalePrice'. The closest are 'Sale_Price', 'Sale_Type'"));
    }

    private static Label Infer(LearningTask? task, params string[] cells)
    {
        using TemporaryDirectory directory = new();
        return LabelInference.Infer(CsvTable.Read(directory.File($"x,y\n{string.Concat(cells.Select(cell => $"1,{cell}\n"))}")), "y", task);
    }
}
