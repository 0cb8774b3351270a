namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>A contestant on its way up the ladder, then in the runs that count.</summary>
/// <param name="contestant">Who.</param>
/// <param name="objectives">The objectives of a fit's models.</param>
internal sealed class Lane(IContestant contestant, Func<Fit, double[]> objectives)
{
    private readonly List<Fit> runs = [];

    public IContestant Contestant => contestant;

    /// <summary>Which setting it has come to; −1 before the first.</summary>
    public int Setting { get; private set; } = -1;

    /// <summary>Whether there is a tighter setting.</summary>
    public bool CanClimb => Setting + 1 < contestant.Settings.Count;

    /// <summary>The objectives at <see cref="Setting"/>, or the worst of the runs at it.</summary>
    public double[] Objectives { get; private set; } = [];

    /// <summary>Seconds of the runs, in order.</summary>
    public IReadOnlyList<double> Seconds => [.. runs.Select(run => run.Seconds)];

    /// <summary>The same without conversion.</summary>
    public IReadOnlyList<double> SolvingSeconds => [.. runs.Select(run => run.Seconds - run.ConversionSeconds)];

    /// <summary>Whether a fit's conversion was measured.</summary>
    public bool Converts => runs.Exists(run => run.ConversionSeconds > 0);

    /// <summary>Fits at the next setting.</summary>
    public Fit Climb()
    {
        Fit fit = contestant.Fit(++Setting);
        Objectives = objectives(fit);
        return fit;
    }

    /// <summary>A run that counts.</summary>
    public void Run()
    {
        runs.Add(contestant.Fit(Setting));
        Objectives = [.. objectives(runs[^1]).Zip(Objectives, Math.Max)];
    }

    /// <summary>How far the objectives are from the best, as a share of it: the largest.</summary>
    public double Suboptimality(double[] best) => Objectives.Length == 0
        ? double.PositiveInfinity
        : Objectives.Zip(best, (objective, least) => objective / least - 1).Max();
}
