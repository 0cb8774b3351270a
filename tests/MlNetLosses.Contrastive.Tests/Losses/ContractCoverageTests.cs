using MlNetLosses.Contrastive.Losses;

namespace MlNetLosses.Contrastive.Tests.Losses;

/// <summary>Every loss of the library has a fixture of the contract.</summary>
[TestFixture]
public sealed class ContractCoverageTests
{
    private static IEnumerable<Type> PublicLosses => typeof(IContrastiveLoss).Assembly.GetExportedTypes()
        .Where(type => type.IsClass && typeof(IContrastiveLoss).IsAssignableFrom(type));

    [TestCaseSource(nameof(PublicLosses))]
    public void A_public_loss_has_its_contract(Type loss) =>
        Assert.That(typeof(ContractCoverageTests).Assembly.GetTypes().Any(fixture => fixture.BaseType == typeof(ContrastiveLossContract<>).MakeGenericType(loss)));
}
