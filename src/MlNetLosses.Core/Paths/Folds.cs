namespace MlNetLosses.Paths;

/// <summary>Divides examples into the folds of a cross-validation: for each example the fold, 0 … K − 1, in which it is left out.</summary>
public static class Folds
{
    /// <summary>At random, in folds of equal size, give or take one.</summary>
    /// <param name="exampleCount">n ≥ K.</param>
    /// <param name="foldCount">K ≥ 2.</param>
    /// <param name="seed">The same seed gives the same folds.</param>
    /// <exception cref="ArgumentException">There are fewer examples than folds, or fewer than two folds.</exception>
    public static int[] AtRandom(int exampleCount, int foldCount, int seed)
    {
        Check(exampleCount, foldCount, "examples");
        int[] folds = new int[exampleCount];
        Deal(Shuffled(Enumerable.Range(0, exampleCount), new(seed)), foldCount, 0, folds);
        return folds;
    }

    /// <summary>At random, with the same share of each class in every fold, give or take one example.</summary>
    /// <param name="classes">The class of each example, n values; examples are of one class where they are equal.</param>
    /// <param name="foldCount"><inheritdoc cref="AtRandom" path="/param[@name='foldCount']"/></param>
    /// <param name="seed"><inheritdoc cref="AtRandom" path="/param[@name='seed']"/></param>
    /// <inheritdoc cref="AtRandom" path="/exception"/>
    public static int[] Stratified(IReadOnlyList<double> classes, int foldCount, int seed)
    {
        ArgumentNullException.ThrowIfNull(classes);
        Check(classes.Count, foldCount, "examples");
        Random random = new(seed);
        int[] folds = new int[classes.Count];
        int next = 0;       // a class goes on in the fold after the one where the class before ended, so that folds are of equal size
        foreach (IGrouping<double, int> members in Enumerable.Range(0, classes.Count).GroupBy(i => classes[i]).OrderBy(group => group.Key))
            next = Deal(Shuffled(members, random), foldCount, next, folds);
        return folds;
    }

    /// <summary>At random, all examples of a group in one fold; the largest groups first, each to the smallest fold.</summary>
    /// <param name="groups">The group of each example, n values.</param>
    /// <param name="foldCount"><inheritdoc cref="AtRandom" path="/param[@name='foldCount']"/> At most the number of groups.</param>
    /// <param name="seed"><inheritdoc cref="AtRandom" path="/param[@name='seed']"/></param>
    /// <inheritdoc cref="AtRandom" path="/exception"/>
    public static int[] Grouped(IReadOnlyList<int> groups, int foldCount, int seed)
    {
        ArgumentNullException.ThrowIfNull(groups);
        int[][] members = [.. Enumerable.Range(0, groups.Count).GroupBy(i => groups[i]).OrderBy(group => group.Key).Select(group => group.ToArray())];
        Check(members.Length, foldCount, "groups");
        new Random(seed).Shuffle(members);
        int[] folds = new int[groups.Count], sizes = new int[foldCount];
        foreach (int[] group in members.OrderByDescending(group => group.Length))
        {
            int smallest = Array.IndexOf(sizes, sizes.Min());
            sizes[smallest] += group.Length;
            foreach (int i in group) folds[i] = smallest;
        }

        return folds;
    }

    private static void Check(int count, int foldCount, string what)
    {
        if (foldCount < 2) throw new ArgumentException($"There must be at least 2 folds, got {foldCount}.", nameof(foldCount));
        if (count < foldCount) throw new ArgumentException($"There must be at least as many {what} as folds, got {count} {what} for {foldCount} folds. Take fewer folds.", nameof(foldCount));
    }

    private static int[] Shuffled(IEnumerable<int> examples, Random random)
    {
        int[] order = [.. examples];
        random.Shuffle(order);
        return order;
    }

    /// <summary>Deals examples to the folds in turn; returns the fold after the last.</summary>
    private static int Deal(int[] examples, int foldCount, int first, int[] folds)
    {
        foreach (int i in examples)
        {
            folds[i] = first;
            first = (first + 1) % foldCount;
        }

        return first;
    }
}
