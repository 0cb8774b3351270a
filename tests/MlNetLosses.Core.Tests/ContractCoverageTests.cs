using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Tests.Losses;
using MlNetLosses.Tests.Penalties;

namespace MlNetLosses.Tests;

[TestFixture]
public sealed class ContractCoverageTests
{
    [TestCase(typeof(ILoss), typeof(LossContract<>))]
    [TestCase(typeof(IMulticlassLoss), typeof(MulticlassLossContract<>))]
    [TestCase(typeof(IPenalty), typeof(PenaltyContract<>))]
    public void Every_public_type_has_its_contract_fixture(Type concept, Type contract)
    {
        IEnumerable<Type> covered = typeof(ContractCoverageTests).Assembly.GetTypes()
            .Where(t => t is { IsAbstract: false, BaseType.IsGenericType: true } && t.BaseType.GetGenericTypeDefinition() == contract)
            .Select(t => t.BaseType!.GenericTypeArguments[0]);
        IEnumerable<Type> all = typeof(ILoss).Assembly.GetExportedTypes().Where(t => t.IsValueType && t.IsAssignableTo(concept));
        Assert.That(covered, Is.EquivalentTo(all));
    }
}
