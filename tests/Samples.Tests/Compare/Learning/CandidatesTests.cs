using Microsoft.ML;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Learning;

internal sealed class CandidatesTests
{
    /// <summary>Whatever a search draws: options have those names, take those values, and the trainer copes with them.</summary>
    [TestCase(LearningTask.Regression)]
    [TestCase(LearningTask.Binary)]
    [TestCase(LearningTask.Multiclass)]
    public async Task Every_candidate_fits_with_what_a_search_draws(LearningTask task)
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File("y,a,b\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            $"{(task == LearningTask.Regression ? $"{i * 7 % 50}.5" : $"class {i * 7 % 50 / (task == LearningTask.Binary ? 25 : 17)}")},{i * 7 % 50 + i % 3},{"xyz"[i % 3]}\n"))));
        Label label = LabelInference.Infer(table, "y", task);
        Dataset data = new(table, label, ColumnInference.Infer(table, "y"));
        PreparedFold fold = PreparedFold.Of(new MLContext(1), data, Fold.Split(label, 2, seed: 1)[0]);
        Examiner examiner = new(data, seed: 1, timeout: null);
        Random random = new(1);

        foreach (Candidate candidate in Candidates.Of(label, hasCategories: true).Where(candidate => candidate.Space.Count > 0))
        {
            for (int draw = 0; draw < 3; draw++)
            {
                Configuration configuration = Configuration.Draw(candidate.Space, random);
                await Assert.ThatAsync(
                    async () => await examiner.RunAsync(candidate, configuration, fold.Train, fold.Test, limit: null, CancellationToken.None),
                    Throws.Nothing, $"{candidate.Name}: {configuration}");
            }
        }
    }
}
