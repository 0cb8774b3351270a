using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Reports.Html;
using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Reports.Html;

/// <summary>The page, from made-up scores of candidates and columns with hostile names.</summary>
internal sealed class HtmlReportTests
{
    private const string Hostile = "<script>alert('&\"')</script>";

    [TestCase(LearningTask.Regression, 3)]
    [TestCase(LearningTask.Binary, 4)]
    [TestCase(LearningTask.Multiclass, 1)]
    public void The_page_is_well_formed_and_draws_what_the_task_asks_for(LearningTask task, int charts)
    {
        XElement page = Parse(HtmlReport.Page(Content(task)));

        Assert.That(page.Descendants("svg").Count(), Is.EqualTo(charts));
        Assert.That(page.Descendants("svg"), Has.All.Matches<XElement>(svg => svg.Attribute("viewBox") is not null && svg.Descendants().Any()));
        Assert.That(Numbers(page), Has.All.Matches<string>(number => !number.Contains("NaN", StringComparison.Ordinal) && !number.Contains('∞')));
        Assert.That(page.Descendants("h2").Select(heading => heading.Value), Does.Contain("Leaderboard").And.Contain("The data"));
    }

    [Test]
    public void Names_are_text_and_never_markup()
    {
        string text = HtmlReport.Page(Content(LearningTask.Regression));

        Assert.That(text, Does.Not.Contain("<script").And.Contain("&lt;script&gt;alert"));
        Assert.That(Parse(text).Descendants("th").Select(cell => cell.Value), Does.Contain(Hostile));
    }

    [Test]
    public void Nothing_is_fetched_from_anywhere()
    {
        string text = HtmlReport.Page(Content(LearningTask.Binary));

        Assert.That(text, Does.Not.Match("(?i)https?://|src=|href=|url\\(|@import"));
        Assert.That(text, Does.Contain("default-src 'none'").And.Contain("prefers-color-scheme: dark").And.Contain("width=device-width"));
    }

    [Test]
    public void Ties_failures_and_certificates_are_told()
    {
        string text = Parse(HtmlReport.Page(Content(LearningTask.Regression))).Value;

        Assert.That(text, Does.Contain($"The folds can't tell it from {Hostile}.").And.Contain("failed: out of luck").And.Contain("1.2e-5"));
    }

    [Test]
    public void A_run_that_was_cut_short_says_so()
    {
        ReportContent content = Content(LearningTask.Regression) with { PlannedFits = 99 };

        Assert.That(HtmlReport.Page(content), Does.Contain("Stopped early: 10 of 99 fits were done."));
    }

    [Test]
    public void A_run_in_which_all_failed_still_has_a_page()
    {
        ReportContent content = Content(LearningTask.Regression);
        XElement page = Parse(HtmlReport.Page(content with { Standings = [.. content.Standings.Where(standing => standing.Error is not null)] }));

        Assert.That(page.Value, Does.Contain("failed: out of luck"));
        Assert.That(page.Descendants("svg"), Is.Empty);
    }

    [TestCase(LearningTask.Regression)]
    [TestCase(LearningTask.Binary)]
    [TestCase(LearningTask.Multiclass)]
    public async Task A_browser_shows_it_without_scrolling_sideways(LearningTask task)
    {
        using TemporaryDirectory directory = new();
        // The frame is as wide as a phone; a page in a frame of its own document may be measured.
        string page = directory.File(
            $$"""
            <!DOCTYPE html><meta charset="utf-8">
            <iframe style="width: 360px; height: 800px; border: 0" srcdoc="{{WebUtility.HtmlEncode(HtmlReport.Page(Content(task)))}}"></iframe>
            <output></output>
            <script>
            onload = () => {
              const page = document.querySelector('iframe').contentDocument;
              const tables = [...page.querySelectorAll('.scroll')];
              document.querySelector('output').textContent = JSON.stringify({
                sideways: page.documentElement.scrollWidth - page.documentElement.clientWidth,
                rows: page.querySelectorAll('section:first-of-type tbody tr').length,
                drawn: [...page.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 250).length,
                boxed: tables.filter(box => box.getBoundingClientRect().right <= 360).length - tables.length,
                scripts: page.scripts.length });
            };
            </script>
            """, "frame.html");

        string measured = Regex.Match(await Browser.DumpAsync(directory, page), "<output>(.*?)</output>").Groups[1].Value;

        Assert.That(measured, Is.EqualTo($$"""{"sideways":0,"rows":3,"drawn":{{(task switch { LearningTask.Regression => 3, LearningTask.Binary => 4, _ => 1 })}},"boxed":0,"scripts":0}"""));
    }

    [Test]
    public async Task A_browser_shows_coefficients_and_search_and_unfolds_them()
    {
        using TemporaryDirectory directory = new();
        FinalModel linear = await LinearModelAsync(columns: 40);
        ReportContent content = Content(LearningTask.Regression);
        Candidate tuned = content.Standings[0].Candidate.Tuned();
        Configuration drawn = Configuration.Draw([Hyperparameter.OneOf("NumberOfLeaves", 31)], new Random(1));
        Standing[] standings =
        [
            .. content.Standings,
            new(tuned, [.. content.Standings[0].Scores.Select(score => score with { Candidate = tuned, Search = new(drawn, Trials: 7) })]),
        ];
        string page = directory.File(
            $$"""
            <!DOCTYPE html><meta charset="utf-8">
            <iframe style="width: 360px; height: 800px; border: 0" srcdoc="{{WebUtility.HtmlEncode(HtmlReport.Page(content with { Linear = linear, Standings = standings }))}}"></iframe>
            <output></output>
            <script>
            onload = () => {
              const page = document.querySelector('iframe').contentDocument;
              const rows = selector => [...page.querySelectorAll(selector + ' tbody tr')].filter(row => row.checkVisibility());
              const folded = [rows('.coefficients').length, rows('.search').length];
              page.querySelectorAll('details').forEach(details => details.open = true);
              document.querySelector('output').textContent = JSON.stringify({
                folded, unfolded: [rows('.coefficients').length, rows('.search').length],
                chosen: rows('.search')[0].textContent,
                sideways: page.documentElement.scrollWidth - page.documentElement.clientWidth });
            };
            </script>
            """, "frame.html");

        string measured = WebUtility.HtmlDecode(Regex.Match(await Browser.DumpAsync(directory, page), "<output>(.*?)</output>").Groups[1].Value);

        // The intercept and twenty of forty weights; none of the four searches.
        Assert.That(measured, Is.EqualTo("""{"folded":[21,0],"unfolded":[41,4],"chosen":"a sound one, tuned17NumberOfLeaves 31","sideways":0}"""));
    }

    [Test]
    public async Task Coefficients_are_told_by_name_in_the_units_of_the_file()
    {
        ReportContent content = Content(LearningTask.Regression) with { Linear = await LinearModelAsync(columns: 2) };

        XElement section = Parse(HtmlReport.Page(content)).Descendants("section").Single(section => (string?)section.Attribute("class") == "coefficients");

        // y = 100 + 10 c0 + 20 c1, whatever scale the trainer saw them at; the largest comes first.
        XElement[] rows = [.. section.Descendants("tbody").Elements("tr")];
        Assert.That(rows.Select(row => row.Element("th")!.Value), Is.EqualTo(new[] { "(Intercept)", "c1", "c0" }));
        Assert.That(rows.Skip(1).Select(row => double.Parse(row.Elements("td").First().Value, CultureInfo.InvariantCulture)), Is.EqualTo(new[] { 20.0, 10.0 }).Within(0.02));
        Assert.That(rows.Skip(1).SelectMany(row => row.Elements("td")).Select(cell => cell.Value), Has.All.Not.Empty);
        Assert.That(section.Value, Does.Contain("Standard errors are those of theory"));
    }

    /// <summary>y = 100 + 10 c0 + 20 c1 + …, and a little noise, by least squares.</summary>
    private static async Task<FinalModel> LinearModelAsync(int columns)
    {
        Random random = new(1);
        string text = string.Join(",", Enumerable.Range(0, columns).Select(column => $"c{column}")) + ",y\n" + string.Concat(Enumerable.Range(0, 200).Select(_ =>
        {
            double[] cells = [.. Enumerable.Range(0, columns).Select(_ => Math.Round(100 * random.NextDouble(), 3))];
            double y = 100 + cells.Select((cell, column) => 10 * (column + 1) * cell).Sum() + random.NextDouble();
            return FormattableString.Invariant($"{string.Join(",", cells.Select(cell => cell.ToString("R", CultureInfo.InvariantCulture)))},{y:F4}\n");
        }));
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File(text));
        Label label = LabelInference.Infer(table, "y", LearningTask.Regression);
        Dataset data = new(table, label, ColumnInference.Infer(table, "y"));
        Candidate candidate = Candidates.Of(label, hasCategories: false).Single(candidate => candidate.StandardErrors is not null);
        Tuner tuner = new(new Examiner(data, seed: 1, timeout: null), new SearchBudget(new(Budget: null, Trials: 1), searches: 1));
        return await FinalModel.FitAsync(data, candidate, tuner, seed: 1, CancellationToken.None);
    }

    private static XElement Parse(string page) => XElement.Parse(page[page.IndexOf("<html", StringComparison.Ordinal)..]);

    private static IEnumerable<string> Numbers(XElement page) => page.Descendants("svg").Descendants().Attributes().Select(attribute => attribute.Value);

    private static ReportContent Content(LearningTask task)
    {
        string text = $"\"{Hostile.Replace("\"", "\"\"", StringComparison.Ordinal)}\",label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * i % 23},{task switch
        {
            LearningTask.Regression => $"{i}.5",
            LearningTask.Binary => i % 2 == 0 ? "yes" : "no",
            _ => $"class {i % 3}",
        }}\n"));
        using TemporaryDirectory directory = new();
        CsvTable table = CsvTable.Read(directory.File(text));
        Label label = LabelInference.Infer(table, "label", task);
        IReadOnlyList<Metric> metrics = Metric.Of(task);
        FoldScore[] scores =
        [
            .. Scores("a sound one", Family.MlNetLosses, metrics, task, 0.5),
            .. Scores(Hostile, Family.Trees, metrics, task, metrics[0].HigherIsBetter ? 0.49 : 0.51),
            .. Scores("broken", Family.MlNetLinear, metrics, task, 0).Take(2).Select(score => score with { Error = "out of luck", Values = [] }),
        ];
        return new(
            table, new Dataset(table, label, ColumnInference.Infer(table, "label")), Standing.Rank(scores, metrics[0], folds: 4), metrics, Folds: 4, DoneFits: scores.Length, PlannedFits: scores.Length);
    }

    private static IEnumerable<FoldScore> Scores(string name, Family family, IReadOnlyList<Metric> metrics, LearningTask task, double score)
    {
        Candidate candidate = new(name, family, _ => throw new NotSupportedException());
        return Enumerable.Range(0, 4).Select(fold => new FoldScore(
            candidate, fold + 1, [.. metrics.Select(_ => score + fold % 2 * 0.1 + (family == Family.Trees ? fold * 0.01 : 0))], FitSeconds: 0.1,
            new Sparsity(1, 2), family == Family.MlNetLosses ? 1.2e-5 : null)
        {
            Predictions =
            [
                .. Enumerable.Range(0, 10).Select(i => task switch
                {
                    LearningTask.Regression => new OutOfFold(i, i + fold * 0.1f, float.NaN),
                    LearningTask.Binary => new OutOfFold(i % 2, i % 3 - fold, (i + 0.5f) / 10),
                    _ => new OutOfFold(i % 3, (i + fold) % 3, float.NaN),
                }),
            ],
        });
    }
}
