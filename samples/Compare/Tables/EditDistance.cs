namespace MlNetLosses.Samples.Compare.Tables;

/// <summary>How many letters must be added, left out or changed to make one word another (Levenshtein), whatever their case.</summary>
internal static class EditDistance
{
    public static int Between(string one, string other)
    {
        int[] distances = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = distances[0];
            distances[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (char.ToUpperInvariant(one[i - 1]) == char.ToUpperInvariant(other[j - 1]) ? 0 : 1);
                diagonal = distances[j];
                distances[j] = Math.Min(changed, 1 + Math.Min(distances[j], distances[j - 1]));
            }
        }
        return distances[^1];
    }
}
