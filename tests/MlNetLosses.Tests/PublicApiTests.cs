using System.Reflection;
using MlNetLosses.Contrastive;
using MlNetLosses.Losses;
using MlNetLosses.Trainers;
using PublicApiGenerator;

namespace MlNetLosses.Tests;

/// <summary>The public API changes only on purpose.</summary>
[TestFixture]
public sealed class PublicApiTests
{
    [TestCase(typeof(ILoss))]
    [TestCase(typeof(TrainingSummary))]
    [TestCase(typeof(ContrastiveSummary))]
    public void Public_api_is_the_approved_one(Type anyTypeOfTheAssembly)
    {
        Assembly assembly = anyTypeOfTheAssembly.Assembly;
        string name = assembly.GetName().Name!;
        string api = assembly.GeneratePublicApi(new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] }).ReplaceLineEndings("\n");
        string approvedPath = Path.Combine(ProjectFolder.Path, $"{name}.approved.txt"), receivedPath = Path.Combine(AppContext.BaseDirectory, $"{name}.received.txt");
        File.WriteAllText(receivedPath, api);
        string approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        Assert.That(api, Is.EqualTo(approved), $"The public API of {name} has changed. If that is what you want, approve it: cp {receivedPath} {approvedPath}");
    }
}
