using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using MlNetLosses.Data;

namespace MlNetLosses.Benchmarks.Peers.Data;

/// <summary>
/// The packages that a Debian machine can install, as sparse text: a row for each, a column for each run of 4 or 5 characters of its name,
/// description, tags, homepage and maintainer that 4 packages have, 1 + ln(count), rows of length 1.
/// </summary>
/// <remarks>
/// From <c>apt-cache dumpavail</c>; the same dump makes the same matrix. What takes a while is kept in the folder <c>artifacts</c> of the repository.
/// </remarks>
internal static class DebianPackages
{
    private const int LeastPackages = 4;
    private static readonly int[] Lengths = [4, 5];
    private static readonly string[] Fields = ["Package", "Description", "Tag", "Homepage", "Maintainer"];

    /// <summary>The label is whether the package depends on the C library: +1, otherwise −1.</summary>
    public static DataSet Compiled(int packages = int.MaxValue) => Create(
        "compiled packages", packages, package => package.GetValueOrDefault("Depends", "").Contains("libc6 ", StringComparison.Ordinal) ? 1 : -1);

    /// <summary>The label is the logarithm of the installed size, to unit variance.</summary>
    public static DataSet Sizes(int packages = int.MaxValue)
    {
        DataSet data = Create("sizes of packages", packages, package => Math.Log(1 + double.Parse(package.GetValueOrDefault("Installed-Size", "0"))));
        return data with { Labels = DataSet.ToUnitVariance(data.Labels) };
    }

    private static DataSet Create(string name, int packages, Func<Dictionary<string, string>, double> label)
    {
        string dump = Dump(out string version);
        Dictionary<string, string>[] rows = [.. dump.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Take(packages).Select(Parse)];
        string path = Path.Combine(Artifacts(), $"packages-{version}-{rows.Length}.bin");
        if (!File.Exists(path)) MatrixFile.Write(path, Count([.. rows.Select(Text)]));
        return new($"{name} ({version})", MatrixFile.Read(path), [.. rows.Select(label)]);
    }

    private static string Dump(out string version)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("apt-cache", "dumpavail") { RedirectStandardOutput = true })!;
            string dump = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (dump.Length == 0) throw new InvalidOperationException("apt-cache dumpavail must list the packages, got nothing. Run apt-get update.");
            version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dump)))[..8];
            return dump;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("apt-cache must be there, because the text is Debian's list of packages. Run this race on Debian, or in a container of it.", e);
        }
    }

    /// <summary>The fields of a package; lines that go on begin with a space.</summary>
    private static Dictionary<string, string> Parse(string package)
    {
        Dictionary<string, string> fields = [];
        string last = "";
        foreach (string line in package.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (line[0] == ' ') fields[last] += line;
            else if (colon > 0) fields[last = line[..colon]] = line[(colon + 1)..];
        }

        return fields;
    }

    private static string Text(Dictionary<string, string> package) =>
        string.Join(' ', string.Join(' ', Fields.Select(field => package.GetValueOrDefault(field, ""))).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static FeatureMatrix Count(string[] texts)
    {
        Dictionary<string, int> packagesWith = [];
        foreach (string text in texts)
            foreach (string run in Runs(text).Distinct())
                packagesWith[run] = packagesWith.GetValueOrDefault(run) + 1;
        Dictionary<string, int> columnOf = packagesWith.Where(run => run.Value >= LeastPackages).Select(run => run.Key)
            .Order(StringComparer.Ordinal).Select((run, column) => (run, column)).ToDictionary(pair => pair.run, pair => pair.column);

        List<float> values = [];
        List<int> columns = [], starts = [0];
        foreach (string text in texts)
        {
            (int Column, double Value)[] row =
            [
                .. Runs(text).Where(columnOf.ContainsKey).CountBy(run => columnOf[run]).OrderBy(count => count.Key).Select(count => (count.Key, 1 + Math.Log(count.Value))),
            ];
            double norm = Math.Sqrt(row.Sum(entry => entry.Value * entry.Value));
            values.AddRange(row.Select(entry => (float)(entry.Value / norm)));
            columns.AddRange(row.Select(entry => entry.Column));
            starts.Add(values.Count);
        }

        return FeatureMatrix.Sparse([.. values], [.. columns], [.. starts], columnOf.Count);
    }

    private static IEnumerable<string> Runs(string text) =>
        Lengths.SelectMany(length => Enumerable.Range(0, Math.Max(0, text.Length - length + 1)).Select(start => text.Substring(start, length)));

    private static string Artifacts()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "MlNetLosses.sln"))) root = Path.GetDirectoryName(root);
        return Directory.CreateDirectory(Path.Combine(root ?? AppContext.BaseDirectory, "artifacts", "peers")).FullName;
    }
}
