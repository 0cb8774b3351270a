using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Tests.Network;

[TestFixture]
[Category("Simd")]
public sealed class ProjectionHeadTests
{
    private const int Rows = 19;
    private const int InputLength = 10;
    private const int InputStride = 16;

    [Test]
    public void Gradients_are_slopes()
    {
        using Chunks chunks = new(1);
        ProjectionHead head = new(InputLength, 24, 9, Rows, chunks, seed: 1);
        Tensor input = new(Rows * InputStride), inputGradient = new(Rows * InputStride);
        Example.Fill(input.Span, Rows, InputLength, InputStride, seed: 2);
        float[] target = new float[Rows * head.OutputStride];
        Example.Fill(target, Rows, head.OutputLength, head.OutputStride, seed: 3);
        double Loss()
        {
            head.Forward(input, Rows);
            return Example.Loss(head.Output.Span, target);
        }

        Loss();
        Example.Gradient(head.Output.Span, target, head.OutputGradient.Span);
        head.Backward(Rows, inputGradient);
        GradientCheck.Check(head.Parameters, Loss);
        GradientCheck.Check("input", input, inputGradient, Loss);
    }

    [Test]
    public void The_input_is_left_as_it_is()
    {
        using Chunks chunks = new(1);
        ProjectionHead head = new(InputLength, 24, 9, Rows, chunks, seed: 1);
        Tensor input = new(Rows * InputStride);
        Example.Fill(input.Span, Rows, InputLength, InputStride, seed: 2);
        float[] before = input.Span.ToArray();
        head.Forward(input, Rows);
        Assert.That(input.Span.ToArray(), Is.EqualTo(before));
    }
}
