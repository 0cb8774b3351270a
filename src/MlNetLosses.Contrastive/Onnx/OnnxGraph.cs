using System.Buffers.Binary;

namespace MlNetLosses.Contrastive.Onnx;

/// <summary>An ONNX model under construction: operators, one after the other, from one input to one output, both <c>N × length</c>.</summary>
/// <remarks>
/// Operator set 13 and IR version 7, which ONNX Runtime reads since 1.8. The numbers of fields and enumerations are those of
/// onnx.proto3. Source: ONNX, "Open Neural Network Exchange Intermediate Representation", onnx.ai/onnx/repo-docs/IR.html.
/// </remarks>
internal sealed class OnnxGraph
{
    private const int OperatorSet = 13;
    private const int IrVersion = 7;
    private const int FloatElements = 1;
    private const int IntegerElements = 7;
    private const int IntegerAttribute = 2;
    private const int IntegersAttribute = 7;

    /// <summary>
    /// One thread: work on one example is so little that sharing it costs more time than it saves, and twice the processor's.
    /// ONNX Runtime heeds it where the environment variable ORT_LOAD_CONFIG_FROM_MODEL is 1.
    /// </summary>
    private const string SessionConfiguration = """{"session_options":{"intra_op_num_threads":1}}""";

    private readonly string _input;
    private readonly int _inputLength;
    private readonly string _output;
    private readonly ProtobufMessage _graph = new();
    private ProtobufMessage? _lastNode;
    private string _lastValue;
    private int _names;

    /// <param name="input">The input's name. Any text: names inside the graph keep out of its way.</param>
    /// <param name="inputLength">Values of an example.</param>
    /// <param name="outputColumn">The column that ML.NET is to make of the output. Any text, even the input's name.</param>
    public OnnxGraph(string input, int inputLength, string outputColumn)
    {
        (_input, _inputLength, _output) = (input, inputLength, OutputName(input, outputColumn));
        _lastValue = input;
    }

    /// <summary>Appends an operator: its first input is what the graph has computed so far.</summary>
    /// <param name="operation">ONNX's name of the operator.</param>
    /// <param name="inputs">Names of its other inputs, from <see cref="Constant(ReadOnlySpan{float}, ReadOnlySpan{long})"/> or <see cref="Current"/>.</param>
    /// <param name="attributes">From <see cref="Attribute(string, long)"/> and its like.</param>
    public void Append(string operation, ReadOnlySpan<string> inputs = default, ReadOnlySpan<ProtobufMessage> attributes = default)
    {
        _lastNode = new ProtobufMessage().Add(1, Current());
        foreach (string other in inputs) _lastNode.Add(1, other);
        _lastNode.Add(4, operation);
        foreach (ProtobufMessage attribute in attributes) _lastNode.Add(5, attribute);
    }

    /// <summary>The name of what the graph has computed so far, for an operator that is appended later.</summary>
    public string Current()
    {
        if (_lastNode is not null) AddLastNode(_lastValue = NewName());
        _lastNode = null;
        return _lastValue;
    }

    /// <summary>A constant tensor of real numbers, row-major.</summary>
    /// <returns>Its name.</returns>
    public string Constant(ReadOnlySpan<float> values, ReadOnlySpan<long> shape)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        return Constant(FloatElements, bytes, shape);
    }

    /// <summary>A constant vector of integers.</summary>
    /// <returns>Its name.</returns>
    public string Constant(ReadOnlySpan<long> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return Constant(IntegerElements, bytes, [values.Length]);
    }

    public static ProtobufMessage Attribute(string name, long value) =>
        new ProtobufMessage().Add(1, name).Add(3, value).Add(20, IntegerAttribute);

    public static ProtobufMessage Attribute(string name, ReadOnlySpan<long> values)
    {
        ProtobufMessage attribute = new ProtobufMessage().Add(1, name);
        foreach (long value in values) attribute.Add(8, value);
        return attribute.Add(20, IntegersAttribute);
    }

    /// <summary>The finished model: the operator appended last gives the output.</summary>
    /// <param name="outputLength">Values of the output for an example.</param>
    public OnnxModel ToModel(int outputLength)
    {
        AddLastNode(_output);
        _graph.Add(2, "encoder").Add(11, Value(_input, _inputLength)).Add(12, Value(_output, outputLength));
        byte[] model = new ProtobufMessage()
            .Add(1, IrVersion)
            .Add(2, "MlNetLosses")
            .Add(7, _graph)
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, OperatorSet))
            .Add(14, new ProtobufMessage().Add(1, "ort_config").Add(2, SessionConfiguration))
            .ToArray();
        return new(_input, _inputLength, _output, model);
    }

    /// <summary>The name of an output of which ML.NET makes the column.</summary>
    /// <remarks>
    /// ML.NET takes the suffix ".output" for its own: it drops it, there and everywhere else in such a name. So a name that ends
    /// with it gets another, and each that stood in it is written around one that ML.NET will drop. The suffix also parts an
    /// output from an input of the same name, which ONNX does not allow.
    /// </remarks>
    private static string OutputName(string input, string column)
    {
        const string suffix = ".output";
        return column == input || column.EndsWith(suffix, StringComparison.Ordinal)
            ? column.Replace(suffix, $".out{suffix}put", StringComparison.Ordinal) + suffix
            : column;
    }

    private void AddLastNode(string output) => _graph.Add(1, _lastNode!.Add(2, output));

    private string Constant(int elementType, byte[] bytes, ReadOnlySpan<long> shape)
    {
        string name = NewName();
        ProtobufMessage tensor = new();
        foreach (long dimension in shape) tensor.Add(1, dimension);
        _graph.Add(5, tensor.Add(2, elementType).Add(8, name).Add(9, bytes));
        return name;
    }

    /// <summary>A real-valued matrix of any number of rows.</summary>
    private static ProtobufMessage Value(string name, int length)
    {
        ProtobufMessage rows = new ProtobufMessage().Add(2, "N");
        ProtobufMessage columns = new ProtobufMessage().Add(1, length);
        ProtobufMessage shape = new ProtobufMessage().Add(1, rows).Add(1, columns);
        ProtobufMessage tensor = new ProtobufMessage().Add(1, FloatElements).Add(2, shape);
        return new ProtobufMessage().Add(1, name).Add(2, new ProtobufMessage().Add(1, tensor));
    }

    private string NewName()
    {
        string name;
        do name = $"value{_names++}";
        while (name == _input || name == _output);
        return name;
    }
}
