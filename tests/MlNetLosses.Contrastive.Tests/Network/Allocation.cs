namespace MlNetLosses.Contrastive.Tests.Network;

/// <summary>Counts the bytes that a test allocates.</summary>
internal static class Allocation
{
    /// <summary>The fewest bytes that this thread allocated in some calls of an action: what the runtime allocates once does not count.</summary>
    /// <remarks>This thread alone, because the test runner's threads allocate now and then; it takes part in all work on several threads.</remarks>
    public static long Least(Action action)
    {
        long least = long.MaxValue;
        for (int call = 0; call < 5 && least > 0; call++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
