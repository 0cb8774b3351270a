using System.Buffers.Binary;
using CsCheck;
using MlNetLosses.Data;
using MlNetLosses.Tests.Solvers;

namespace MlNetLosses.Tests.Data;

[TestFixture]
public sealed class FeatureFileTests
{
    private DirectoryInfo directory = null!;

    private string Path => System.IO.Path.Combine(directory.FullName, "x.features");

    [SetUp]
    public void Create() => directory = Directory.CreateTempSubdirectory("features");

    [TearDown]
    public void Clean() => directory.Delete(recursive: true);

    [Test]
    public void A_file_holds_the_same_rows_as_memory() => SmallProblem.Any.Sample(
        drawn =>
        {
            using FeatureFile file = drawn.Matrix.ToFile(directory);
            AssertSame(file.Features, drawn.Matrix);
        },
        iter: 100);

    [Test]
    public void The_transposed_matrix_is_the_same_whatever_is_gathered_at_once() => Gen.Select(SmallProblem.Any, Gen.Int[1, 200]).Sample(
        (drawn, entriesPerPass) =>
        {
            using FeatureFile file = drawn.Matrix.ToFile(directory);
            AssertSame(file.Features.Transpose(), drawn.Matrix.Transpose());
            AssertSame(new Transposition(file.Features).InFile(file, entriesPerPass), drawn.Matrix.Transpose());
        },
        iter: 100);

    [Test]
    public void Storing_a_column_does_in_a_file_what_it_does_in_memory() => SmallProblem.Any.Sample(
        drawn =>
        {
            bool[] always = [.. Enumerable.Range(0, drawn.ColumnCount).Select(j => j % 2 == 0)];
            using FeatureFile file = drawn.Matrix.ToFile(directory);
            AssertSame(file.Features.Storing(always), drawn.Matrix.Storing(always));
        },
        iter: 100);

    [Test]
    public void Files_without_rows_or_columns_are_files([Values] bool isSparse, [Values(0, 3)] int columns)
    {
        using (FeatureFileWriter writer = new(Path, columns, isSparse)) writer.Complete();
        using FeatureFile file = FeatureFile.Open(Path);
        Assert.That((file.Features.RowCount, file.Features.ColumnCount, file.Features.EntryCount, file.Features.IsSparse), Is.EqualTo((0, columns, 0L, isSparse)));
    }

    [Test]
    public void Rows_begin_at_a_cache_line_and_sizes_are_long()
    {
        Assert.That(FeatureFileHeader.Bytes, Is.EqualTo(64));
        Assert.That(new FeatureFileHeader(isSparse: true, 5, 7, 3L << 40).RowStartsOffset, Is.EqualTo(64 + (3L << 43)));
    }

    [Test]
    public void Another_file_is_no_feature_file()
    {
        File.WriteAllText(Path, "Label,Features\n1,2\n");
        Refuses("must be a feature file, but does not begin as one.");
        File.WriteAllText(Path, "");
        Refuses("must be a feature file, but does not begin as one.");
    }

    [Test]
    public void A_file_that_is_cut_off_or_longer_is_refused([Values] bool isSparse)
    {
        byte[] bytes = Bytes(isSparse);
        foreach (int length in (int[])[8, 20, 63, 64, bytes.Length - 1])
        {
            File.WriteAllBytes(Path, bytes[..length]);
            Refuses("cut off");
        }

        File.WriteAllBytes(Path, [.. bytes, 0]);
        Refuses($"must have {bytes.Length} bytes, got {bytes.Length + 1}");
    }

    [Test]
    public void Every_changed_byte_of_the_header_is_noticed([Values] bool isSparse)
    {
        byte[] bytes = Bytes(isSparse);
        for (int k = 0; k < 56; k++)
        {
            bytes[k] ^= 0x10;
            File.WriteAllBytes(Path, bytes);
            Refuses(k < 8 ? "does not begin as one" : k < 12 ? "must have version 1, got " : "has a damaged header");
            bytes[k] ^= 0x10;
        }
    }

    [TestCase(64, 7, 0)]       // a column that there is not
    [TestCase(68, 0, 0)]       // columns that do not increase
    [TestCase(80, -1, 1)]
    public void Damaged_columns_are_refused(int offset, int value, int row)
    {
        byte[] bytes = Bytes(isSparse: true);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        File.WriteAllBytes(Path, bytes);
        Refuses($"is damaged at row {row}");
    }

    [TestCase(0, 1)]
    [TestCase(1, 9)]
    [TestCase(1, -1)]
    [TestCase(2, 2)]
    public void Damaged_row_starts_are_refused(int index, long value)
    {
        byte[] bytes = Bytes(isSparse: true);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(bytes.Length - 8 * (3 - index)), value);
        File.WriteAllBytes(Path, bytes);
        Refuses("is damaged at row");
    }

    [Test]
    public void An_unfinished_file_leaves_nothing_and_replaces_nothing()
    {
        byte[] before = Bytes(isSparse: false);
        using (FeatureFileWriter writer = new(Path, 2, isSparse: false)) writer.Add([1, 2]);
        Assert.That(File.ReadAllBytes(Path), Is.EqualTo(before));
        Assert.That(directory.GetFiles(), Has.Length.EqualTo(1));
    }

    [Test]
    public void A_temporary_file_is_deleted_with_all_that_was_derived_from_it()
    {
        Write(SmallProblem.Plain.Single().Matrix).Dispose();
        FeatureFile file = FeatureFile.OpenTemporary(Path);
        file.Features.Transpose();
        Assert.That(directory.GetFiles(), Has.Length.EqualTo(2));
        file.Dispose();
        Assert.That(directory.GetFiles(), Is.Empty);
    }

    [Test]
    public void Rows_of_a_closed_file_are_an_error()
    {
        FeatureFile file = Write(FeatureMatrix.Dense([1, 2], 1, 2));
        FeatureMatrix features = file.Features;
        file.Dispose();
        Assert.That(() => features[0].Dot([1, 1]), Throws.TypeOf<ObjectDisposedException>().With.Message.StartsWith("The feature file must stay open"));
    }

    [Test]
    public void Rows_outside_the_matrix_are_an_error([Values(-1, 1)] int row)
    {
        using FeatureFile file = Write(FeatureMatrix.Dense([1, 2], 1, 2));
        Assert.That(() => file.Features[row].Dot([1, 1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_writer_refuses_rows_of_another_shape()
    {
        using FeatureFileWriter dense = new(Path, 3, isSparse: false), sparse = new(Path, 3, isSparse: true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => dense.Add([1]), Throws.ArgumentException.With.Message.StartsWith("A row must have 3 values, got 1 in row 0."));
            Assert.That(() => dense.Add([1], [1]), Throws.ArgumentException.With.Message.StartsWith("A row of a dense matrix has no columns"));
            Assert.That(() => sparse.Add([1, 2, 3]), Throws.ArgumentException.With.Message.StartsWith("A row of a sparse matrix must come with its columns."));
            Assert.That(() => sparse.Add([1, 2], [1]), Throws.ArgumentException.With.Message.StartsWith("There must be one column per value, got 1 for 2 in row 0."));
            Assert.That(() => sparse.Add([1, 2], [1, 1]), Throws.ArgumentException.With.Message.StartsWith("Columns must increase within a row and stay below 3, got 1 after 1 in row 0."));
            Assert.That(() => sparse.Add([1], [3]), Throws.ArgumentException.With.Message.StartsWith("Columns must increase within a row and stay below 3, got 3 after -1 in row 0."));
        }
    }

    /// <summary>2 × 3: dense 1 0 2 / 0 0 3, or its sparse twin.</summary>
    private byte[] Bytes(bool isSparse)
    {
        Write(isSparse ? FeatureMatrix.Sparse([1, 2, 3], [0, 2, 2], [0, 2, 3], 3) : FeatureMatrix.Dense([1, 0, 2, 0, 0, 3], 2, 3)).Dispose();
        return File.ReadAllBytes(Path);
    }

    private void Refuses(string message) =>
        Assert.That(() => FeatureFile.Open(Path), Throws.TypeOf<InvalidDataException>().With.Message.StartsWith($"The file '{Path}' ").And.Message.Contains(message));

    private FeatureFile Write(FeatureMatrix matrix)
    {
        matrix.Write(Path);
        return FeatureFile.Open(Path);
    }

    private static void AssertSame(FeatureMatrix actual, FeatureMatrix expected)
    {
        Assert.That((actual.RowCount, actual.ColumnCount, actual.EntryCount, actual.IsSparse), Is.EqualTo((expected.RowCount, expected.ColumnCount, expected.EntryCount, expected.IsSparse)));
        for (int i = 0; i < expected.RowCount; i++)
        {
            Assert.That(actual[i].Values.SequenceEqual(expected[i].Values));
            Assert.That(actual[i].Columns.SequenceEqual(expected[i].Columns));
        }
    }
}
