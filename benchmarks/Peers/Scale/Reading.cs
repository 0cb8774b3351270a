using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Interop;
using Spectre.Console;

namespace MlNetLosses.Benchmarks.Peers.Scale;

/// <summary>
/// Reading data views into our matrix beside an empty pass of one cursor over the same columns, in turn: the getters of features and
/// label are called for each row, the values thrown away. What is more than 1 is our checks, the copy, and the memory that it goes to.
/// </summary>
internal static class Reading
{
    private const int Rows = 1_000_000;

    public static void Run(int repetitions)
    {
        MLContext ml = new(seed: 1);
        DenseExample[] dense = DenseExample.Create(Rows, seed: 1);
        IDataView arrays = ml.Data.LoadFromEnumerable(dense);
        IDataView vectors = ml.Data.LoadFromEnumerable(Array.ConvertAll(dense, example => new VectorExample { X = new(DenseExample.Features, example.X), Label = example.Label }));
        IDataView cache = ml.Data.Cache(arrays);
        IDataView sparse = ml.Data.LoadFromEnumerable(SparseExample.Create(Rows, seed: 1));
        Table table = new Table().AddColumns("from", "empty pass: s", "reading: s", "ratio: median", "least", "most");
        Compare("arrays", arrays);
        Compare("VBuffers", vectors);
        Compare("cache", cache);
        Compare("sparse VBuffers", sparse);
        Compare("sparse cache", ml.Data.Cache(sparse));
        AnsiConsole.WriteLine($"{Rows:N0} x {DenseExample.Features} dense; {Rows:N0} x {SparseExample.Features:N0} with {SparseExample.EntriesPerRow} entries a row");
        AnsiConsole.Write(table);

        void Compare(string name, IDataView data)
        {
            List<double> empty = [], reading = [], ratios = [];
            for (int run = -1; run < repetitions; run++)     // the first fills the cache and warms up
            {
                double emptySeconds = Seconds(() => PassOver(data)), ourSeconds = Seconds(() => Read(data));
                if (run < 0) continue;
                empty.Add(emptySeconds);
                reading.Add(ourSeconds);
                ratios.Add(ourSeconds / emptySeconds);
            }

            table.AddRow(name, $"{Median(empty):F3}", $"{Median(reading):F3}", $"{Median(ratios):F2}", $"{ratios.Min():F2}", $"{ratios.Max():F2}");
        }
    }

    private static void PassOver(IDataView data)
    {
        DataViewSchema.Column features = data.Schema[nameof(DenseExample.X)], labels = data.Schema[nameof(DenseExample.Label)];
        using DataViewRowCursor cursor = data.GetRowCursorSet([features, labels], 1)[0];
        ValueGetter<VBuffer<float>> getFeatures = cursor.GetGetter<VBuffer<float>>(features);
        ValueGetter<float> getLabel = cursor.GetGetter<float>(labels);
        VBuffer<float> x = default;
        float y = 0;
        while (cursor.MoveNext())
        {
            getFeatures(ref x);
            getLabel(ref y);
        }
    }

    private static void Read(IDataView data) =>
        new ExampleReader(nameof(DenseExample.X), nameof(DenseExample.Label), null, LabelKind.Real, skipInvalidRows: false).Read(data, () => { });

    private static double Seconds(Action action)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private sealed class DenseExample
    {
        public const int Features = 50;

        [VectorType(Features)]
        public float[] X { get; set; } = [];

        public float Label { get; set; }

        public static DenseExample[] Create(int rows, int seed)
        {
            Random random = new(seed);
            DenseExample[] examples = new DenseExample[rows];
            for (int i = 0; i < rows; i++)
            {
                examples[i] = new() { X = new float[Features], Label = random.NextSingle() };
                for (int j = 0; j < Features; j++) examples[i].X[j] = random.NextSingle();
            }

            return examples;
        }
    }

    private sealed class VectorExample
    {
        [VectorType(DenseExample.Features)]
        public VBuffer<float> X { get; set; }

        public float Label { get; set; }
    }

    private sealed class SparseExample
    {
        public const int Features = 1000;
        public const int EntriesPerRow = 50;

        [VectorType(Features)]
        public VBuffer<float> X { get; set; }

        public float Label { get; set; }

        public static SparseExample[] Create(int rows, int seed)
        {
            Random random = new(seed);
            SparseExample[] examples = new SparseExample[rows];
            for (int i = 0; i < rows; i++)
            {
                int[] slots = new int[EntriesPerRow];
                float[] values = new float[EntriesPerRow];
                for (int k = 0; k < EntriesPerRow; k++)
                    (slots[k], values[k]) = (Features / EntriesPerRow * k + random.Next(Features / EntriesPerRow), 1 + random.NextSingle());
                examples[i] = new() { X = new(Features, EntriesPerRow, values, slots), Label = random.NextSingle() };
            }

            return examples;
        }
    }
}
