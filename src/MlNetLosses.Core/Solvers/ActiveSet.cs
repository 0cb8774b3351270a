namespace MlNetLosses.Solvers;

/// <summary>The examples that a dual solver still visits, in random order; those that stay put are left out (shrinking).</summary>
internal sealed class ActiveSet(int count, int seed)
{
    /// <summary>An example that stayed put this many times in a row is left out; twice as many each time it had to be taken back.</summary>
    private const byte FirstPatience = 2;

    /// <summary>
    /// An epoch makes at least so many steps: few examples need many sweeps, and a certificate costs more than they do. So few
    /// examples are all visited in every sweep: in so many sweeps the intercept would settle for those that are left.
    /// </summary>
    private const int FewestSteps = 16_384;

    private const int FewestSweeps = 10;

    private readonly Random random = new(seed);
    private readonly int[] order = [.. Enumerable.Range(0, count)];     // the active examples, then those left out
    private readonly byte[] idle = new byte[count];                     // how often in a row an example stayed put
    private readonly byte[] patience = FirstPatiences(count);           // how often it may, before it is left out

    /// <summary>An epoch ends after so many steps, or at the end of the sweep that makes them.</summary>
    public int StepsPerEpoch { get; } = Math.Max(count, FewestSteps);

    /// <summary>An epoch makes at most so many sweeps over the examples that are left.</summary>
    public int SweepsPerEpoch { get; } = Math.Max(FewestSweeps, FewestSteps / count);

    /// <summary>Number of active examples.</summary>
    public int Count { get; private set; } = count;

    /// <summary>Number of all examples.</summary>
    public int Total => order.Length;

    /// <summary>The example at a position; positions from <see cref="Count"/> on hold those left out.</summary>
    public int this[int position] => order[position];

    /// <summary>Puts the active examples into a fresh random order.</summary>
    public void Shuffle() => random.Shuffle(order.AsSpan(0, Count));

    /// <summary>Takes note of whether the example at <paramref name="position"/> moved, and returns the position to visit next.</summary>
    public int Next(int position, bool moved)
    {
        int example = order[position];
        if (moved) idle[example] = 0;
        else if (order.Length > FewestSteps && idle[example] < byte.MaxValue && ++idle[example] >= patience[example])
        {
            (order[position], order[--Count]) = (order[Count], example);
            return position;
        }

        return position + 1;
    }

    /// <summary>Makes the example at <paramref name="position"/>, which was left out, active again.</summary>
    public void Wake(int position)
    {
        int example = order[position];
        (order[position], order[Count]) = (order[Count], example);
        Count++;
        idle[example] = 0;
        patience[example] = (byte)Math.Min(byte.MaxValue, 2 * patience[example]);
    }

    /// <summary>Makes every example active again.</summary>
    public void WakeAll()
    {
        Count = Total;
        Array.Clear(idle);
    }

    private static byte[] FirstPatiences(int count)
    {
        byte[] patience = new byte[count];
        Array.Fill(patience, FirstPatience);
        return patience;
    }
}
