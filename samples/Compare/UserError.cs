namespace MlNetLosses.Samples.Compare;

/// <summary>Something the user can mend: shown as its message alone, with exit code 1.</summary>
internal sealed class UserError(string message) : Exception(message);
