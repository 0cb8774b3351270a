using MlNetLosses.Penalties;

namespace MlNetLosses.Tests;

/// <summary>The guides show the real files, so they cannot drift from them.</summary>
[TestFixture]
public sealed class DocumentationTests
{
    [TestCase("src/MlNetLosses.Core/Losses/SquaredHinge.cs")]
    [TestCase("tests/MlNetLosses.Core.Tests/Losses/SquaredHingeTests.cs")]
    public void Adding_a_loss_shows_the_real_file(string path) =>
        Assert.That(Read("docs/adding-a-loss.md"), Does.Contain($"`{path}`:\n\n```csharp\n{Read(path)}```"));

    [Test]
    public void Maths_lists_every_loss_and_penalty()
    {
        string maths = Read("docs/maths.md");
        IEnumerable<string> missing = typeof(ElasticNet).Assembly.GetExportedTypes()
            .Where(t => t.Namespace is "MlNetLosses.Losses" or "MlNetLosses.Penalties")
            .Where(t => t is { IsValueType: true, IsEnum: false } && !maths.Contains($"| `{t.Name}", StringComparison.Ordinal))
            .Select(t => t.Name);
        Assert.That(missing, Is.Empty);
    }

    private static string Read(string path)
    {
        DirectoryInfo? folder = new(TestContext.CurrentContext.TestDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlNetLosses.sln"))) folder = folder.Parent;
        return File.ReadAllText(Path.Combine(folder!.FullName, path));
    }
}
