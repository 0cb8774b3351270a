using CsCheck;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class ActiveSetTests
{
    /// <summary>Enough examples to leave some out.</summary>
    private const int Many = 20_000;

    [Test]
    public void Visits_each_active_example_once_a_sweep_and_leaves_out_those_that_stay_twice_in_a_row() => Gen.Int[1, 10].Sample(
        moving =>
        {
            ActiveSet active = new(Many, seed: moving);
            bool Moves(int example) => example % 10 < moving;
            for (int sweep = 1; sweep <= 4; sweep++)
            {
                int[] visited = Sweep(active, Moves);
                if (!visited.SequenceEqual(Enumerable.Range(0, Many).Where(i => sweep <= 2 || Moves(i)))) return false;
                if (active.Count != (sweep < 2 ? Many : Many / 10 * moving)) return false;
            }

            return active.Total == Many;
        },
        iter: 10);

    [Test]
    public void Leaves_nobody_out_where_there_are_few()
    {
        ActiveSet active = new(100, seed: 0);
        for (int sweep = 0; sweep < 5; sweep++) Sweep(active, _ => false);
        Assert.That(active.Count, Is.EqualTo(100));
    }

    [Test]
    public void Wakes_those_it_is_told_to_while_looking_at_all_that_are_left_out() => Gen.Int[0, 10].Sample(
        waking =>
        {
            ActiveSet active = new(Many, seed: 0);
            for (int sweep = 0; sweep < 2; sweep++) Sweep(active, i => i < 100);
            bool Wakes(int example) => example % 10 < waking;
            List<int> seen = [];
            for (int s = active.Count; s < active.Total; s++)
            {
                int example = active[s];
                seen.Add(example);
                if (Wakes(example)) active.Wake(s);
            }

            return seen.Order().SequenceEqual(Enumerable.Range(100, Many - 100))
                && Active(active).SequenceEqual(Enumerable.Range(0, Many).Where(i => i < 100 || Wakes(i)));
        },
        iter: 10);

    [Test]
    public void An_example_that_had_to_be_taken_back_is_left_out_half_as_fast()
    {
        ActiveSet active = new(Many, seed: 0);
        for (int sweep = 0; sweep < 2; sweep++) Sweep(active, _ => false);
        int first = active[0];
        active.Wake(0);
        int sweeps = 0;
        for (; active.Count > 0; sweeps++) Sweep(active, _ => false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(active[0], Is.EqualTo(first));
            Assert.That(sweeps, Is.EqualTo(4));
        }
    }

    [Test]
    public void Wakes_all()
    {
        ActiveSet active = new(Many, seed: 0);
        for (int sweep = 0; sweep < 2; sweep++) Sweep(active, _ => false);
        int before = active.Count;
        active.WakeAll();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Zero);
            Assert.That(Active(active), Is.EqualTo(Enumerable.Range(0, Many)));
            Assert.That(active.Next(0, moved: false), Is.EqualTo(1));      // it has its patience back
        }
    }

    [Test]
    public void Seed_decides_the_order()
    {
        static int[] Order(int seed)
        {
            ActiveSet active = new(50, seed);
            active.Shuffle();
            return [.. Enumerable.Range(0, 50).Select(s => active[s])];
        }

        int[] first = Order(1), again = Order(1), other = Order(2);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(first));
            Assert.That(other, Is.Not.EqualTo(first));
        }
    }

    /// <summary>One sweep over the active examples, and those it visited, in order.</summary>
    private static int[] Sweep(ActiveSet active, Func<int, bool> moves)
    {
        List<int> visited = [];
        active.Shuffle();
        for (int s = 0; s < active.Count;)
        {
            visited.Add(active[s]);
            s = active.Next(s, moves(active[s]));
        }

        return [.. visited.Order()];
    }

    private static IEnumerable<int> Active(ActiveSet active) => Enumerable.Range(0, active.Count).Select(s => active[s]).Order();
}
