namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>One way to solve the problem of a race, with a ladder of stopping settings.</summary>
internal interface IContestant : IDisposable
{
    /// <summary>In the tables.</summary>
    string Name { get; }

    /// <summary>What was run: its version, and what its fit does besides solving. Empty where there is nothing to say.</summary>
    string Remark { get; }

    /// <summary>The stopping settings, the loosest first.</summary>
    IReadOnlyList<string> Settings { get; }

    /// <summary>Fits from the start.</summary>
    /// <param name="setting">Which of <see cref="Settings"/>.</param>
    Fit Fit(int setting);
}
