namespace MlNetLosses.Samples.Compare.Predicting;

/// <summary>What the command line of <c>predict</c> says.</summary>
/// <param name="Model">A model.zip.</param>
/// <param name="Data">The CSV file.</param>
/// <param name="Output">The file of predictions.</param>
internal sealed record PredictSettings(string Model, string Data, string Output);
