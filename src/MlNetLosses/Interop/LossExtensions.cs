using Microsoft.ML.Trainers;
using MlNetLosses.Interop;
using MlNetLosses.Losses;

namespace Microsoft.ML;

/// <summary>Hands a loss to ML.NET's own trainers.</summary>
public static class LossExtensions
{
    /// <summary>The loss for <c>mlContext.Regression.Trainers.Sdca</c> and <c>OnlineGradientDescent</c>.</summary>
    /// <remarks>ML.NET's <c>SquaredLoss</c> is r², twice <c>HalfSquared</c>; its L1 is λ₁/λ₂, not λ₁.</remarks>
    /// <typeparam name="TLoss">A loss whose labels are real numbers.</typeparam>
    /// <param name="loss">The loss.</param>
    /// <exception cref="ArgumentException">The labels of <paramref name="loss"/> are not real numbers, or it is <c>default</c> of a loss with parameters.</exception>
    public static ISupportSdcaRegressionLoss ToMlNetRegressionLoss<TLoss>(this TLoss loss)
        where TLoss : struct, IDualLoss =>
        TLoss.Labels switch
        {
            LabelDomain.Real => Adapt(loss),
            LabelDomain.PlusMinusOne => throw new ArgumentException(
                $"A regression loss must take real labels, and {loss} takes classes. Call ToMlNetClassificationLoss for a binary trainer.", nameof(loss)),
            _ => throw new ArgumentException(
                $"A regression loss must take real labels, and {loss} takes those ≥ 0 and predicts their logarithm, which ML.NET's trainers would not undo. Use Regression.Trainers.ProximalSdca with it.", nameof(loss)),
        };

    /// <summary>
    /// The loss for <c>mlContext.BinaryClassification.Trainers.SdcaNonCalibrated</c>, <c>SgdNonCalibrated</c> and
    /// <c>AveragedPerceptron</c>, and for <c>mlContext.MulticlassClassification.Trainers.SdcaNonCalibrated</c>.
    /// </summary>
    /// <typeparam name="TLoss">A loss whose labels are −1 and +1.</typeparam>
    /// <param name="loss">The loss.</param>
    /// <exception cref="ArgumentException">The labels of <paramref name="loss"/> are not −1 and +1, or it is <c>default</c> of a loss with parameters.</exception>
    public static ISupportSdcaClassificationLoss ToMlNetClassificationLoss<TLoss>(this TLoss loss)
        where TLoss : struct, IDualLoss =>
        TLoss.Labels == LabelDomain.PlusMinusOne
            ? Adapt(loss)
            : throw new ArgumentException(
                $"A classification loss must take labels of two classes, and {loss} takes numbers. Call ToMlNetRegressionLoss for a regression trainer.", nameof(loss));

    private static LossAdapter<TLoss> Adapt<TLoss>(TLoss loss)
        where TLoss : struct, IDualLoss =>
        loss.IsValid
            ? new(loss)
            : throw new ArgumentException($"The loss must be made by its constructor, got default({typeof(TLoss).Name}). Write new {typeof(TLoss).Name}(…).", nameof(loss));
}
