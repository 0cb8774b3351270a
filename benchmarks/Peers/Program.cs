using MlNetLosses.Benchmarks.Peers.Contrastive;
using MlNetLosses.Benchmarks.Peers.Data;
using MlNetLosses.Benchmarks.Peers.Paths;
using MlNetLosses.Benchmarks.Peers.Races;
using MlNetLosses.Benchmarks.Peers.Racing;
using MlNetLosses.Benchmarks.Peers.Scale;
using Spectre.Console;

// dotnet run -c Release --project benchmarks/Peers -- <race> [--small] [repetitions [python]]
// ../README.md says what each of them compares.
AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);      // the tables, where the output is a file
string[] arguments = [.. args.Where(argument => !argument.StartsWith("--"))];
bool isSmall = args.Contains("--small");
int repetitions = arguments.Length > 1 ? int.Parse(arguments[1]) : 5;
string? cold = Array.Find(args, argument => argument.StartsWith(Runs.ColdOption));
Runs runs = new(repetitions, cold is null ? null : int.Parse(cold[(Runs.ColdOption.Length + 1)..]));
int rows = isSmall ? 5_000 : 200_000, packages = isSmall ? 1_000 : int.MaxValue, images = isSmall ? 1_000 : 60_000;
double lambda = isSmall ? 1e-2 : 1e-4, lambdaOfText = isSmall ? 1e-3 : 1e-5;
const int Columns = 100;
Dictionary<string, Action> races = new()
{
    ["svm"] = () => new TwoClasses(SyntheticData.Classes(rows, Columns), lambda, 1e-4, runs).HingeAgainstLiblinear(),
    ["svm-mlnet"] = () => new TwoClasses(SyntheticData.Classes(rows, Columns), lambda, 5e-3, runs).HingeAgainstMlNet(),
    ["text"] = () => new TwoClasses(DebianPackages.Compiled(packages), lambdaOfText, 1e-4, runs).HingeAgainstLiblinear(),
    ["text-logistic"] = () => new TwoClasses(DebianPackages.Compiled(packages), lambdaOfText, 1e-4, runs).LogisticAgainstLiblinear(),
    ["huber"] = () => RobustRegression.Run(SyntheticData.Outliers(rows, Columns, correlation: 0), lambda, 1e-6, runs),
    ["huber-correlated"] = () => RobustRegression.Run(SyntheticData.Outliers(rows, Columns, correlation: 0.9), lambda, 1e-6, runs),
    ["fashion"] = () => new TwoClasses(FashionMnist.Tops(images), lambda, 1e-3, runs).HingeAgainstLiblinear(),
    ["softmax"] = () => Softmax.Run(FashionMnist.Classes(images), lambda, 1e-3, runs),
    ["path-text"] = () => PathRace.Run(DebianPackages.Sizes(packages), 0.5, 50, 0.02, 1e-5, runs),
    ["path-dense"] = () => PathRace.Run(SyntheticData.Regression(rows, Columns), 0.5, 100, 1e-4, 1e-5, runs),
    ["sgd"] = () => SgdEpoch.Run(SyntheticData.Classes(rows, Columns), lambda, repetitions),
    ["sgd-text"] = () => SgdEpoch.Run(DebianPackages.Compiled(packages), lambdaOfText, repetitions),
    ["paths"] = PathsAgainstPeers.Run,
    ["reading"] = () => Reading.Run(repetitions),
    ["larger-than-memory"] = LargerThanMemory.Run,
    ["growth"] = Growth.Run,
    [MeasuredFit.Command] = () => MeasuredFit.Run(args.AsSpan(1)),
    ["contrastive"] = () => SimClrAgainstTorch.Run(repetitions, python: arguments.Length > 2 ? arguments[2] : "/usr/bin/python3"),
};

if (arguments.Length > 0 && races.TryGetValue(arguments[0], out Action? race))
{
    try
    {
        race();
        return 0;
    }
    catch (Exception e) when (e is InvalidOperationException or FileNotFoundException)
    {
        Console.Error.WriteLine(e.Message);     // what the machine lacks
        return 1;
    }
}

Console.Error.WriteLine($"The race must be one of {string.Join(", ", races.Keys)}, got '{arguments.FirstOrDefault()}'.");
return 1;
