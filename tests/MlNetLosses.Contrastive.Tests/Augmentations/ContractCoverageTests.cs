using MlNetLosses.Contrastive.Augmentations;

namespace MlNetLosses.Contrastive.Tests.Augmentations;

[TestFixture]
public sealed class ContractCoverageTests
{
    [Test]
    public void Every_image_augmentation_has_its_contract_fixture()
    {
        IEnumerable<Type> covered = typeof(ContractCoverageTests).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, BaseType.IsGenericType: true } && t.BaseType.GetGenericTypeDefinition() == typeof(ImageAugmentationContract<>))
            .Select(t => t.BaseType!.GenericTypeArguments[0]);
        IEnumerable<Type> all = typeof(IImageAugmentation).Assembly.GetExportedTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(IImageAugmentation)));
        Assert.That(covered, Is.EquivalentTo(all));
    }
}
