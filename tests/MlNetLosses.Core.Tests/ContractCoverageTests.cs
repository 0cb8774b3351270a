using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;
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
            .Select(t => t.BaseType!.GenericTypeArguments[0]).Where(t => t.IsPublic);
        IEnumerable<Type> all = typeof(ILoss).Assembly.GetExportedTypes().Where(t => t.IsValueType && t.IsAssignableTo(concept));
        Assert.That(covered, Is.EquivalentTo(all));
    }

    [Test]
    public void Every_public_solver_has_its_fixture()
    {
        string[] fixtures = [.. typeof(ContractCoverageTests).Assembly.GetTypes().Select(Name)];
        IEnumerable<string> expected = typeof(ISolver).Assembly.GetExportedTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(ISolver))).Select(t => $"{Name(t)}Tests");
        Assert.That(fixtures, Is.SupersetOf(expected));

        static string Name(Type type) => type.Name.Split('`')[0];
    }
}
