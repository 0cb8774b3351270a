namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>A contestant on its way up the ladder, then in the runs that count.</summary>
/// <param name="contestant">Who.</param>
/// <param name="objectives">The objectives of a fit's models.</param>
internal sealed class Lane(IContestant contestant, Func<Fit, double[]> objectives)
{
    private readonly List<Fit> runs = [];
    private readonly List<double[]> found = [];      // the objectives at Setting

    public IContestant Contestant => contestant;

    /// <summary>Which setting it has come to; −1 before the first.</summary>
    public int Setting { get; private set; } = -1;

    /// <summary>Whether there is a tighter setting, and it did not give up.</summary>
    public bool CanClimb => !HasGivenUp && Setting + 1 < contestant.Settings.Count;

    /// <summary>Whether it took too long to go on; its last fit is then its only run.</summary>
    public bool HasGivenUp { get; private set; }

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
        found.Clear();
        found.Add(objectives(fit));
        return fit;
    }

    /// <summary>Climbs no further.</summary>
    /// <param name="last">The fit at <see cref="Setting"/>, which counts.</param>
    public void GiveUp(Fit last)
    {
        HasGivenUp = true;
        runs.Add(last);
    }

    /// <summary>A run that counts.</summary>
    public void Run()
    {
        if (HasGivenUp) return;
        runs.Add(contestant.Fit(Setting));
        found.Add(objectives(runs[^1]));
    }

    /// <summary>The objectives of the last fit.</summary>
    public double[] Objectives => found[^1];

    /// <summary>How far the objectives are from the best, as a share of it: the largest of a fit's, the median of the fits at <see cref="Setting"/>.</summary>
    public double Suboptimality(double[] best) => found.Count == 0
        ? double.PositiveInfinity
        : Spread.Median([.. found.Select(objectives => objectives.Zip(best, (objective, least) => objective / least - 1).Max())]);
}
