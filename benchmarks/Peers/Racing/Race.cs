using System.Globalization;
using Spectre.Console;

namespace MlNetLosses.Benchmarks.Peers.Racing;

/// <summary>
/// Contestants at equal objective: each is timed at its loosest setting whose model is within ε (as a share) of the best objective that
/// any of them found, in turn, several times.
/// </summary>
/// <remarks>
/// The first contestant is ours; it also solves at its tightest setting, untimed, so that the best objective is close to the optimum. All
/// objectives are computed here, from the weights.
/// </remarks>
/// <param name="title">What is solved.</param>
/// <param name="tolerance">ε.</param>
/// <param name="objectives">The objectives of a fit's models, in double.</param>
/// <param name="contestants">Ours first.</param>
internal sealed class Race(string title, double tolerance, Func<Fit, double[]> objectives, params IContestant[] contestants)
{
    /// <summary>A peer that took so many times as long as our last fit, and missed the objective, gives up.</summary>
    public double Enough { get; init; } = double.PositiveInfinity;

    public void Run(Runs runs)
    {
        if (runs.ColdSetting is int setting)
        {
            Console.WriteLine(Text(contestants[0].Fit(setting).Seconds, "R"));
            return;
        }

        AnsiConsole.Write(new Rule(Markup.Escape(title)) { Justification = Justify.Left });
        try
        {
            int tightest = contestants[0].Settings.Count - 1;
            Fit reference = contestants[0].Fit(tightest);
            double[] best = objectives(reference);
            Say(contestants[0], tightest, reference, 0);
            Lane[] lanes = [.. contestants.Select(contestant => new Lane(contestant, objectives))];
            double ours = 0;
            while (Array.Find(lanes, lane => lane.Suboptimality(best) > tolerance && lane.CanClimb) is Lane next)
            {
                Fit fit = next.Climb();
                best = [.. best.Zip(next.Objectives, Math.Min)];
                Say(next.Contestant, next.Setting, fit, next.Suboptimality(best));
                if (next == lanes[0]) ours = fit.Seconds;
                else if (fit.Seconds > Enough * ours && next.Suboptimality(best) > tolerance) next.GiveUp(fit);
            }

            for (int run = 0; run < runs.Count; run++)
                foreach (Lane lane in lanes)
                    lane.Run();
            Report(lanes, best);
        }
        finally
        {
            foreach (IContestant contestant in contestants) contestant.Dispose();
        }
    }

    /// <summary>The way up the ladder: first fits, which no median has.</summary>
    private static void Say(IContestant contestant, int setting, Fit fit, double suboptimality) => AnsiConsole.WriteLine(
        $"  {contestant.Name}, {contestant.Settings[setting]}: {Text(fit.Seconds, "F3")} s, {Text(suboptimality, "0.0e0")} from the best");

    private void Report(Lane[] lanes, double[] best)
    {
        Table table = new Table().AddColumns("", "setting", "from the best", "seconds: median (least–most)", "ratio to ours", "without conversion");
        foreach (Lane lane in lanes)
        {
            bool reached = lane.Suboptimality(best) <= tolerance, hasLadder = lane.Contestant.Settings.Count > 1;
            table.AddRow(
                Markup.Escape(lane.Contestant.Name),
                Markup.Escape(lane.Contestant.Settings[lane.Setting]),
                Text(lane.Suboptimality(best), "0.0e0") + (reached ? "" : lane.HasGivenUp ? " (gave up)" : " (missed)"),
                Spread.Of(lane.Seconds, "F3"),
                lane == lanes[0] ? "" : Ratio(lane.Seconds, lanes[0].Seconds, reached || !hasLadder),
                lane.Converts ? Ratio(lane.SolvingSeconds, lanes[0].Seconds, reached || !hasLadder) : "");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(best.Length == 1
            ? $"Best objective {Text(best[0], "G9")}; \"reached\" is within {Text(tolerance, "0.0e0")} of it."
            : $"{best.Length} models; \"reached\" is each within {Text(tolerance, "0.0e0")} of the best objective found for it.");
        if (lanes.Any(lane => lane.HasGivenUp)) AnsiConsole.WriteLine($"Who gave up had taken more than {Text(Enough, "F0")} times as long as we for one fit, and missed the objective.");
        double cold = Runs.ColdSeconds(lanes[0].Setting);
        AnsiConsole.WriteLine($"{contestants[0].Name} as the first fit of a process: {Text(cold, "F3")} s.");
        foreach (Lane lane in lanes.Where(lane => lane.Contestant.Remark.Length > 0)) AnsiConsole.WriteLine($"{lane.Contestant.Name}: {lane.Contestant.Remark}");
        AnsiConsole.WriteLine();
    }

    /// <summary>Where the peer never reached the objective, its time would have been longer.</summary>
    private static string Ratio(IReadOnlyList<double> theirs, IReadOnlyList<double> ours, bool reached) =>
        (reached ? "" : "> ") + Spread.OfRatios(theirs, ours);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
