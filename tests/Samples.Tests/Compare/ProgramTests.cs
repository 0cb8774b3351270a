using System.Diagnostics;

namespace MlNetLosses.Samples.Tests.Compare;

/// <summary>The program as a user starts it: exit codes, and no stack trace for what the user can mend.</summary>
internal sealed class ProgramTests
{
    [TestCase("a,b\n1,2\n3\n", "b", "line 3: 1 cells, where the header has 2")]
    [TestCase("a,b\n1,2\n3,4\n", "c", "no column is called 'c'")]
    public async Task Bad_input_is_one_message_and_exit_code_1(string text, string label, string message)
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await SampleRun.OfAsync("Compare", directory.Path, "--data", directory.File(text), "--label", label);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Errors, Does.Contain(message).And.Not.Contain("   at "));
    }

    [TestCase("must be a time such as 60s, 2m or 1h, got 'soon'", "--budget", "soon")]
    [TestCase("must be a time such as 60s, 2m or 1h, got '5'", "--timeout", "5")]
    [TestCase("--trials must be at least 1", "--trials", "0")]
    [TestCase("--budget and --trials exclude each other", "--trials", "3", "--budget", "5s")]
    public async Task Limits_that_make_no_sense_are_refused(string message, params string[] arguments)
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await SampleRun.OfAsync("Compare", directory.Path, ["--data", "none.csv", "--label", "y", .. arguments]);

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Errors, Does.Contain(message).And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_file_without_a_label_brings_its_columns()
    {
        using TemporaryDirectory directory = new();
        SampleRun run = await SampleRun.OfAsync("Compare", directory.Path, "--data", directory.File("width,height\n1,2\n"));

        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Errors, Does.Contain("--label with one of: width, height"));
    }

    [Test]
    [Platform("Linux")]
    public async Task Ctrl_C_ends_with_a_report_of_what_is_done()
    {
        using TemporaryDirectory directory = new();
        string data = directory.File("a,b\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i * i % 97},{i * 7 % 50}.5\n")));
        string program = Path.Combine(TestContext.CurrentContext.TestDirectory, "Compare.dll");

        // Where the tests run in the background, the shell has turned the signal off for all that they start.
        using Process process = Process.Start(new ProcessStartInfo(
            "env", ["--default-signal=INT", "dotnet", program, "--data", data, "--label", "b", "--folds", "20", "--trials", "1000"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = directory.Path,
        })!;
        string output = "";
        while (!output.Contains("fold 1/20", StringComparison.Ordinal) && await process.StandardOutput.ReadLineAsync() is { } line)
            output += line + "\n";
        using (Process interrupt = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await interrupt.WaitForExitAsync();
        output += await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.That(process.ExitCode, Is.EqualTo(130), output);
        Assert.That(output, Does.Contain("Stopped after").And.Contain("no model was saved"));
        Assert.That(Path.Combine(directory.Path, "results", "compare", "report.html"), Does.Exist);
    }
}
