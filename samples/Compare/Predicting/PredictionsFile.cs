using System.Globalization;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using MlNetLosses.Samples.Compare.Learning;
using MlNetLosses.Samples.Compare.Reports;

namespace MlNetLosses.Samples.Compare.Predicting;

/// <summary>predictions.csv: for each row its number, from 1, and the prediction; for two classes also score and probability, for more the probability of each, or its score.</summary>
internal static class PredictionsFile
{
    /// <summary>Returns the number of rows.</summary>
    public static int Save(string path, IDataView predictions, CancellationToken cancellation)
    {
        int rows = 0;
        bool scoresAreProbabilities = predictions.Schema.GetColumnOrNull("Score")?.Type is VectorDataViewType && Metric.AreProbabilities(predictions);
        SafeFile.Write(Path.GetDirectoryName(path)!, Path.GetFileName(path), temporary =>
        {
            using DataViewRowCursor cursor = predictions.GetRowCursor(predictions.Schema);
            (string Name, Func<string> Read)[] columns = [.. Columns(cursor, scoresAreProbabilities)];
            using CsvWriter writer = CsvWriter.ToFile(temporary);
            writer.WriteRecord(["row", .. columns.Select(column => column.Name)]);
            while (cursor.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                writer.WriteRecord([(++rows).ToString(CultureInfo.InvariantCulture), .. columns.Select(column => column.Read())]);
            }
        });
        return rows;
    }

    /// <summary>What to write, by what the model gives.</summary>
    /// <exception cref="UserError">The model predicts neither numbers nor classes.</exception>
    private static IEnumerable<(string Name, Func<string> Read)> Columns(DataViewRowCursor cursor, bool scoresAreProbabilities)
    {
        DataViewSchema schema = cursor.Schema;
        if (schema.GetColumnOrNull(SavedModel.PredictedClass) is { } named)
        {
            yield return ("prediction", Text(cursor, named));
            yield return ("score", Number(cursor, schema["Score"]));
            if (schema.GetColumnOrNull("Probability") is { } probability)
                yield return ("probability", Number(cursor, probability));
        }
        else if (schema.GetColumnOrNull(SavedModel.PredictedLabel) is { Type: TextDataViewType } label)
        {
            yield return ("prediction", Text(cursor, label));
            foreach ((string, Func<string>) column in OfClasses(cursor, schema["Score"], scoresAreProbabilities))
                yield return column;
        }
        else if (schema.GetColumnOrNull("Score") is { Type: NumberDataViewType } score)
            yield return ("prediction", Number(cursor, score));
        else
            throw new UserError("The model predicts neither a number nor named classes. Name a model.zip that Compare saved.");
    }

    /// <summary>One column for each class.</summary>
    private static IEnumerable<(string Name, Func<string> Read)> OfClasses(DataViewRowCursor cursor, DataViewSchema.Column scores, bool areProbabilities)
    {
        VBuffer<ReadOnlyMemory<char>> classes = default;
        scores.GetSlotNames(ref classes);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(scores);
        VBuffer<float> row = default;
        long read = -1;
        string Read(int slot)
        {
            if (read != cursor.Position)
                getter(ref row);
            read = cursor.Position;
            return row.GetItemOrDefault(slot).ToString(CultureInfo.InvariantCulture);
        }
        return classes.Items(all: true).Select(name => ($"{(areProbabilities ? "probability" : "score")} {name.Value}", (Func<string>)(() => Read(name.Key))));
    }

    private static Func<string> Number(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<float> getter = cursor.GetGetter<float>(column);
        return () =>
        {
            float value = 0;
            getter(ref value);
            return value.ToString(CultureInfo.InvariantCulture);
        };
    }

    private static Func<string> Text(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<ReadOnlyMemory<char>> getter = cursor.GetGetter<ReadOnlyMemory<char>>(column);
        return () =>
        {
            ReadOnlyMemory<char> value = default;
            getter(ref value);
            return value.ToString();
        };
    }
}
