using Microsoft.ML;

namespace MlNetLosses.Samples.AutoMLComparison;

/// <summary>A trainer that AutoML may choose, and the class whose attributes say what it may sweep.</summary>
/// <param name="Name">What to call it: AutoML itself calls every trainer that is not its own Unknown.</param>
/// <param name="Defaults">The options' values where nothing is swept.</param>
/// <param name="Create">
/// Makes the trainer, in the context that it is given: AutoML cancels that one when its time is up, and our trainers then stop.
/// </param>
internal sealed record Candidate<TOptions>(string Name, TOptions Defaults, Func<MLContext, TOptions, IEstimator<ITransformer>> Create)
    where TOptions : class, new();
