// Microsoft.ML.AutoML searches over its own trainers and over ours, side by side, for the prices of the Ames houses: which trainer, and
// which of its options. Each trainer's best trial is then fitted on all training houses and judged on houses that the search never saw.
#if WITH_AUTOML
using System.Globalization;
using MlNetLosses.Samples.AutoMLComparison;

uint seconds = args.Length == 0 ? 120 : uint.Parse(args[0], CultureInfo.InvariantCulture);
await Search.RunAsync(TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
#else
Console.WriteLine("This sample needs the package Microsoft.ML.AutoML: dotnet run -c Release --project samples/AutoMLComparison -p:WithAutoML=true");
#endif
