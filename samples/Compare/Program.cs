using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using MlNetLosses.Samples.Compare;
using MlNetLosses.Samples.Compare.Learning.Tuning;
using MlNetLosses.Samples.Compare.Predicting;
using MlNetLosses.Samples.Compare.Tables;
using Spectre.Console;

Option<string?> dataOption = new("--data") { Description = "A CSV file with a header. Without it, the Ames houses that come with the samples." };
Option<string?> labelOption = new("--label") { Description = "The column to predict." };
Option<LearningTask?> taskOption = new("--task") { Description = "Regression, binary or multiclass. Without it, inferred from the label's values." };
Option<int> foldsOption = new("--folds") { Description = "Folds of cross-validation, 2 to 20.", DefaultValueFactory = _ => 5 };
Option<string> outputOption = new("--output") { Description = "Directory of the results.", DefaultValueFactory = _ => Path.Combine("results", "compare") };
Option<int> seedOption = new("--seed") { Description = "Seed of folds and trainers.", DefaultValueFactory = _ => 1 };
Option<bool> quickOption = new("--quick") { Description = "Two folds and fewer candidates." };
Option<TimeSpan?> budgetOption = DurationOption("--budget", "Searches the candidates' options for so long in all, for example 60s, 2m or 1h, and adds what it finds. Off by default.");
Option<int?> trialsOption = new("--trials") { Description = "Searches with so many trials for each candidate and fold, instead of --budget: the same seed then gives the same result." };
Option<TimeSpan?> timeoutOption = DurationOption("--timeout", "How long one fit may take, for example 60s. A candidate that takes longer has failed. No limit by default.");
RootCommand command = new("Compares MlNetLosses' trainers with ML.NET's own and with boosted trees on a table.")
{
    dataOption, labelOption, taskOption, foldsOption, outputOption, seedOption, quickOption, budgetOption, trialsOption, timeoutOption,
};
foldsOption.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 2 or > 20)
        result.AddError("--folds must be between 2 and 20.");
});
trialsOption.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() < 1)
        result.AddError("--trials must be at least 1.");
});
command.Validators.Add(result =>
{
    if (result.GetResult(budgetOption) is not null && result.GetResult(trialsOption) is not null)
        result.AddError("--budget and --trials exclude each other: a search ends by time or by number.");
});
command.SetAction((arguments, cancellation) => GuardAsync(cancellation, console =>
{
    if (arguments.GetValue(dataOption) is { } path && arguments.GetValue(labelOption) is null)
        throw new UserError($"Which column is to be predicted? Say --label with one of: {string.Join(", ", CsvTable.Read(path).Names)}.");
    return Comparison.RunAsync(
        new Settings(
            arguments.GetValue(dataOption) ?? ShippedHouses(),
            arguments.GetValue(labelOption) ?? "Sale_Price",
            arguments.GetValue(taskOption),
            arguments.GetValue(quickOption) ? 2 : arguments.GetValue(foldsOption),
            arguments.GetValue(outputOption)!,
            arguments.GetValue(seedOption),
            arguments.GetValue(quickOption))
        {
            Search = (arguments.GetValue(budgetOption), arguments.GetValue(trialsOption)) is (null, null)
                ? null
                : new SearchLimit(arguments.GetValue(budgetOption), arguments.GetValue(trialsOption)),
            Timeout = arguments.GetValue(timeoutOption),
        },
        console, cancellation);
}));

Option<string> modelOption = new("--model") { Description = "The model.zip of a comparison.", Required = true };
Option<string> newDataOption = new("--data") { Description = "A CSV file with the columns that the model was trained on, in any order.", Required = true };
Option<string> predictionsOption = new("--output") { Description = "The file to write.", DefaultValueFactory = _ => "predictions.csv" };
Command predict = new("predict", "Writes a saved model's predictions for new rows.") { modelOption, newDataOption, predictionsOption };
predict.SetAction((arguments, cancellation) => GuardAsync(cancellation, console => Task.FromResult(Prediction.Run(
    new PredictSettings(arguments.GetValue(modelOption)!, arguments.GetValue(newDataOption)!, arguments.GetValue(predictionsOption)!),
    console, cancellation))));
command.Subcommands.Add(predict);

// Long enough to write down what is done.
InvocationConfiguration configuration = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await command.Parse(args).InvokeAsync(configuration).ConfigureAwait(false);

static Option<TimeSpan?> DurationOption(string name, string description) => new(name)
{
    Description = description,
    CustomParser = result =>
    {
        TimeSpan? duration = Duration.TryParse(result.Tokens[^1].Value);
        if (duration is null)
            result.AddError($"{name} must be a time such as 60s, 2m or 1h, got '{result.Tokens[^1].Value}'.");
        return duration;
    },
};

static async Task<int> GuardAsync(CancellationToken cancellation, Func<IAnsiConsole, Task<int>> run)
{
    // The first Ctrl+C cancels; a second one ends the process at once.
    PosixSignalRegistration? second = null;
    using CancellationTokenRegistration first = cancellation.Register(
        () => second = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Environment.Exit(Comparison.Cancelled)));
    IAnsiConsole console = AnsiConsole.Console;
    if (Console.IsOutputRedirected)
        console.Profile.Width = 160;
    try
    {
        return await run(console).ConfigureAwait(false);
    }
    catch (UserError e)
    {
        await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
        return 1;
    }
    finally
    {
        second?.Dispose();
    }
}

static string ShippedHouses()
{
    DirectoryInfo? directory = new(AppContext.BaseDirectory);
    while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "data", "ames.csv")))
        directory = directory.Parent;
    return directory is null
        ? throw new UserError("The shipped data was not found above the program's directory. Name a file with --data and --label.")
        : Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(directory.FullName, "data", "ames.csv"));
}
