using Microsoft.ML;
using MlNetLosses.Contrastive.Interop;

namespace MlNetLosses.Contrastive.Tests.Interop;

[TestFixture]
public sealed class TemporaryFolderTests
{
    private string parent = "";

    [SetUp]
    public void CreateFolder() => parent = Directory.CreateTempSubdirectory("temporary-folder-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(parent, recursive: true);

    [Test]
    public void It_is_one_empty_folder_in_each_parent()
    {
        string folder = FolderIn(parent);
        Assert.That(FolderIn(parent), Is.EqualTo(folder));
        Assert.That(Directory.GetFileSystemEntries(parent), Is.EqualTo((string[])[folder]));
        Assert.That(Directory.GetFileSystemEntries(folder), Is.Empty);
    }

    [Test]
    public void It_is_made_anew_where_it_was_deleted()
    {
        string folder = FolderIn(parent);
        Directory.Delete(folder);
        Assert.That(FolderIn(parent), Is.EqualTo(folder));
        Assert.That(folder, Does.Exist);
    }

    [Test]
    public void A_parent_that_is_missing_or_no_folder_is_named_with_what_to_do()
    {
        string missing = Path.Combine(parent, "missing");
        string file = Path.Combine(parent, "file");
        File.WriteAllText(file, "");
        foreach (string wrong in (string[])[missing, file, Path.Combine(file, "below")])
            Assert.That(
                () => FolderIn(wrong),
                Throws.TypeOf<IOException>().With.Message.Contains($"'{wrong}'").And.Message.Contains("MLContext.TempFilePath").And.Message.Contains("TMPDIR"));
        Assert.That(missing, Does.Not.Exist);
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_an_error_too()
    {
        string folder = FolderIn(parent);
        Directory.Delete(folder);
        File.WriteAllText(folder, "");
        Assert.That(() => FolderIn(parent), Throws.TypeOf<IOException>().With.Message.Contains($"'{parent}'").And.InnerException.InstanceOf<IOException>());
    }

    [TestCase("return")]
    [TestCase("throw")]
    public void Nothing_is_left_when_the_process_ends(string end)
    {
        Assert.That(ForgetfulProcess.Run(parent, end), Is.EqualTo("1"));
        Assert.That(Directory.GetFileSystemEntries(parent), Is.Empty);
    }

    private static string FolderIn(string parent) => TemporaryFolder.Of(new MLContext { TempFilePath = parent });
}
