using System.Runtime.InteropServices;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>Keeps the k largest of some values, in linear time on average.</summary>
internal static class LargestValues
{
    /// <summary>Sets all but the k largest values to −∞; of equal values, those of lower index stay.</summary>
    /// <param name="count">k, 1 to the number of values.</param>
    /// <param name="values">Any numbers; a NaN is larger than all of them, or smaller, by its sign.</param>
    /// <param name="scratch">As long as the values.</param>
    public static void Keep(int count, Span<float> values, Span<float> scratch)
    {
        Span<int> keys = MemoryMarshal.Cast<float, int>(scratch)[..values.Length];
        for (int i = 0; i < values.Length; i++) keys[i] = Key(values[i]);
        int threshold = Select(keys, values.Length - count);

        int atThreshold = count;
        foreach (float value in values)
            if (Key(value) > threshold) atThreshold--;
        for (int i = 0; i < values.Length; i++)
        {
            int key = Key(values[i]);
            if (key < threshold || (key == threshold && --atThreshold < 0)) values[i] = float.NegativeInfinity;
        }
    }

    /// <summary>An integer in the order of the number, so that a NaN too has its place in a total order.</summary>
    private static int Key(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value + 0f);      // −0 is 0
        return bits ^ ((bits >> 31) & int.MaxValue);
    }

    /// <summary>The key that would stand at an index if all were sorted. Source: C. A. R. Hoare, "Algorithm 65: Find", CACM 4 (1961).</summary>
    private static int Select(Span<int> keys, int index)
    {
        int from = 0, to = keys.Length - 1;
        while (from < to)
        {
            int pivot = Median(keys[from], keys[(from + to) / 2], keys[to]);
            int low = from, high = to;
            while (low <= high)
            {
                while (keys[low] < pivot) low++;
                while (keys[high] > pivot) high--;
                if (low > high) break;
                (keys[low], keys[high]) = (keys[high], keys[low]);
                low++;
                high--;
            }

            if (index >= low) from = low;
            else if (index <= high) to = high;
            else break;
        }

        return keys[index];
    }

    private static int Median(int a, int b, int c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
