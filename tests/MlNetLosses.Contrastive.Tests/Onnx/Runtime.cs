using Microsoft.ML.OnnxRuntime;
using MlNetLosses.Contrastive.Onnx;

namespace MlNetLosses.Contrastive.Tests.Onnx;

/// <summary>ONNX Runtime itself, without ML.NET.</summary>
internal static class Runtime
{
    /// <summary>What the model computes of rows, all in one batch.</summary>
    public static float[][] Run(OnnxModel model, params float[][] rows)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1 };
        using InferenceSession session = new(model.Bytes, options);
        using RunOptions runOptions = new();
        using OrtValue input = OrtValue.CreateTensorValueFromMemory((float[])[.. rows.SelectMany(row => row)], [rows.Length, model.InputLength]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(runOptions, [model.Input], [input], [model.Output]);
        float[] values = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        Assert.That(outputs[0].GetTensorTypeAndShape().Shape, Is.EqualTo((long[])[rows.Length, values.Length / rows.Length]));
        return [.. values.Chunk(values.Length / rows.Length)];
    }

    /// <summary>The dimensions that the model states for its output; −1 for any.</summary>
    public static int[] OutputShape(OnnxModel model)
    {
        using InferenceSession session = new(model.Bytes);
        return session.OutputMetadata[model.Output].Dimensions;
    }
}
