namespace MlNetLosses.Data;

/// <summary>Blocks of rows, or of columns, that depend on their number alone, so that work on them gives the same bits on any number of threads.</summary>
/// <param name="rowCount">n.</param>
/// <param name="threads">At most so many threads.</param>
/// <param name="most">At most so many blocks.</param>
internal sealed class RowBlocks(int rowCount, int threads, int most = RowBlocks.MostBlocks)
{
    private const int RowsPerBlock = 4096;

    /// <summary>More would only make more sums to add up.</summary>
    public const int MostBlocks = 16;

    private readonly double[] sums = new double[Math.Clamp(rowCount / RowsPerBlock, 1, most)];

    /// <summary>How many blocks there are.</summary>
    public int Count => sums.Length;

    /// <summary>Runs <paramref name="body"/>(block, start, end) for every block.</summary>
    public void Run(Action<int, int, int> body)
    {
        if (threads == 1 || Count == 1)
            for (int block = 0; block < Count; block++) body(block, Start(block), Start(block + 1));
        else
            RunInParallel(body);
    }

    /// <summary>The sum of <paramref name="body"/>(start, end) over the blocks, in their order.</summary>
    public double Sum(Func<int, int, double> body)
    {
        if (threads == 1 || Count == 1)
            for (int block = 0; block < Count; block++) sums[block] = body(Start(block), Start(block + 1));
        else
            SumInParallel(body);
        double total = 0;
        foreach (double sum in sums) total += sum;
        return total;
    }

    private int Start(int block) => (int)((long)rowCount * block / Count);

    private void SumInParallel(Func<int, int, double> body) => RunInParallel((block, start, end) => sums[block] = body(start, end));

    private void RunInParallel(Action<int, int, int> body) =>
        Parallel.For(0, Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, block => body(block, Start(block), Start(block + 1)));
}
