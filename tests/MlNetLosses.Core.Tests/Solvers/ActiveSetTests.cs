using CsCheck;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture]
public sealed class ActiveSetTests
{
    [Test]
    public void Visits_each_active_example_once_a_sweep_and_leaves_out_those_that_stay_twice_in_a_row() =>
        Gen.Select(Gen.Bool.Array[1, 40], Gen.Int).Sample((moves, seed) =>
        {
            ActiveSet active = new(moves.Length, seed);
            for (int sweep = 1; sweep <= 4; sweep++)
            {
                List<int> visited = [];
                active.Shuffle();
                for (int s = 0; s < active.Count;)
                {
                    int example = active[s];
                    visited.Add(example);
                    s = active.Next(s, moves[example]);
                }

                IEnumerable<int> expected = Enumerable.Range(0, moves.Length).Where(i => moves[i] || sweep <= 2);
                if (!visited.Order().SequenceEqual(expected) || active.Count != (sweep < 2 ? moves.Length : moves.Count(moved => moved))) return false;
            }

            return active.Total == moves.Length;
        });

    [Test]
    public void Wakes_those_it_is_told_to_while_looking_at_all_that_are_left_out() => Gen.Bool.Array[1, 40].Sample(wakes =>
    {
        ActiveSet active = new(wakes.Length, seed: 0);
        for (int sweep = 0; sweep < 2; sweep++)
            for (int s = 0; s < active.Count;) s = active.Next(s, moved: false);

        List<int> seen = [];
        for (int s = active.Count; s < active.Total; s++)
        {
            int example = active[s];
            seen.Add(example);
            if (wakes[example]) active.Wake(s);
        }

        return seen.Order().SequenceEqual(Enumerable.Range(0, wakes.Length))
            && Enumerable.Range(0, active.Count).Select(s => active[s]).Order().SequenceEqual(Enumerable.Range(0, wakes.Length).Where(i => wakes[i]));
    });

    [Test]
    public void Wakes_all()
    {
        ActiveSet active = new(10, seed: 0);
        for (int sweep = 0; sweep < 2; sweep++)
            for (int s = 0; s < active.Count;) s = active.Next(s, moved: false);
        int before = active.Count;
        active.WakeAll();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Zero);
            Assert.That(active.Count, Is.EqualTo(10));
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
}
