namespace MlNetLosses.Contrastive.Onnx;

/// <summary>A model in ONNX's file format with one input and one output, both of any number of rows.</summary>
/// <param name="Input">The input's name: the column that ML.NET feeds it.</param>
/// <param name="InputLength">Values of a row of the input.</param>
/// <param name="Output">The output's name.</param>
/// <param name="Bytes">The file.</param>
internal sealed record OnnxModel(string Input, int InputLength, string Output, byte[] Bytes);
