using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

internal sealed class ActiveSetTests
{
    private const int Few = 100;
    private const int Many = 20_000;

    [TestCase(1)]
    [TestCase(64)]
    [TestCase(Few)]
    [TestCase(Many)]
    public void A_sweep_visits_everyone_once(int count)
    {
        ActiveSet active = new(count, seed: 1);
        Assert.That(active.NextSweep().ToArray(), Is.EquivalentTo(Enumerable.Range(0, count)));
    }

    [Test]
    public void Order_is_new_each_time_and_that_of_the_seed()
    {
        ActiveSet active = new(Few, seed: 1), same = new(Few, seed: 1), other = new(Few, seed: 2);
        int[] first = active.NextSweep().ToArray(), second = active.NextSweep().ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(second, Is.Not.EqualTo(first));
            Assert.That(same.NextSweep().ToArray(), Is.EqualTo(first));
            Assert.That(other.NextSweep().ToArray(), Is.Not.EqualTo(first));
        });
    }

    [Test]
    public void Few_examples_are_never_left_out()
    {
        ActiveSet active = new(Few, seed: 1);
        for (int sweep = 0; sweep < 10; sweep++) Sweep(active, moves: _ => false);
        Assert.That(active.NextSweep().Length, Is.EqualTo(Few));
    }

    [Test]
    public void Those_that_stay_put_twice_in_a_row_are_left_out_until_they_would_move()
    {
        ActiveSet active = new(Many, seed: 1);
        Assert.That(Sweep(active, moves: i => i % 2 == 0), Is.EqualTo(Many));
        Assert.That(Sweep(active, moves: i => i % 2 == 0), Is.EqualTo(Many));
        Assert.That(active.NextSweep().ToArray(), Is.EquivalentTo(Enumerable.Range(0, Many / 2).Select(i => 2 * i)));

        active.Wake(i => i == 7);
        Assert.That(active.NextSweep().ToArray(), Has.Length.EqualTo(Many / 2 + 1).And.Member(7));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void Those_that_stay_put_are_waited_for_as_long_as_was_asked(byte patience)
    {
        ActiveSet active = new(Many, seed: 1, firstPatience: patience);
        for (int sweep = 0; sweep < patience; sweep++) Assert.That(Sweep(active, moves: i => i < 5), Is.EqualTo(Many));
        Assert.That(active.NextSweep().Length, Is.EqualTo(5));
    }

    [Test]
    public void One_that_had_to_be_taken_back_is_waited_for_twice_as_long()
    {
        ActiveSet active = new(Many, seed: 1);
        for (int sweep = 0; sweep < 2; sweep++) Sweep(active, moves: i => i != 7);
        active.Wake(i => i == 7);
        for (int sweep = 0; sweep < 4; sweep++) Assert.That(Sweep(active, moves: i => i != 7), Is.EqualTo(Many));
        Assert.That(active.NextSweep().Length, Is.EqualTo(Many - 1));
    }

    [Test]
    public void Where_nobody_is_left_everyone_comes_back()
    {
        ActiveSet active = new(Many, seed: 1);
        for (int sweep = 0; sweep < 2; sweep++) Sweep(active, moves: _ => false);
        Assert.That(active.NextSweep().Length, Is.EqualTo(Many));
    }

    [Test]
    public void Few_examples_make_many_sweeps_an_epoch()
    {
        ActiveSet few = new(10, seed: 1), many = new(Many, seed: 1);
        Assert.That(few.SweepsPerEpoch * 10, Is.GreaterThan(16_000));
        Assert.That(many.StepsPerEpoch, Is.EqualTo(Many));
    }

    private static int Sweep(ActiveSet active, Predicate<int> moves)
    {
        ReadOnlySpan<int> order = active.NextSweep();
        foreach (int i in order) active.Report(i, moves(i));
        return order.Length;
    }
}
