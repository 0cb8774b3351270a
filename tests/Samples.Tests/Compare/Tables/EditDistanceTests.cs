using MlNetLosses.Samples.Compare.Tables;

namespace MlNetLosses.Samples.Tests.Compare.Tables;

internal sealed class EditDistanceTests
{
    [TestCase("kitten", "sitting", 3)]
    [TestCase("", "abc", 3)]
    [TestCase("Price", "price", 0)]
    [TestCase("SalePrice", "Sale_Price", 1)]
    public void It_counts_edits(string one, string other, int edits)
    {
        Assert.That(EditDistance.Between(one, other), Is.EqualTo(edits));
        Assert.That(EditDistance.Between(other, one), Is.EqualTo(edits));
    }
}
