using MlNetLosses.Interop;
using MlNetLosses.Losses;
using MlNetLosses.Solvers;

namespace MlNetLosses.Trainers;

/// <summary>Checks that loss, penalty and options suit what a trainer is for.</summary>
internal static class TrainerArguments
{
    /// <exception cref="ArgumentException">The value is <c>default</c> of a type with parameters.</exception>
    public static void CheckMade(bool isValid, string parameter, Type type)
    {
        if (!isValid) throw new ArgumentException($"The {parameter} must be made by its constructor, got default({type.Name}). Write new {type.Name}(…).", parameter);
    }

    /// <exception cref="ArgumentException">The loss is for other labels than the trainer's.</exception>
    public static void CheckLabels<TLoss>(LabelKind labels)
        where TLoss : struct, ILoss
    {
        if (labels == LabelKind.Binary && TLoss.Labels == LabelDomain.NonNegative)
            throw new ArgumentException($"A binary classifier needs a loss of labels −1 and +1, and {typeof(TLoss).Name} takes counts. Use it in Regression.Trainers, or take a loss such as Hinge or Logistic here.");
        if (labels == LabelKind.Real && typeof(TLoss) == typeof(Poisson))
            throw new ArgumentException("The Poisson loss predicts the logarithm of the mean, so its model must be a Poisson regression model. Pass it where its type is known to the compiler, not as a type parameter.");
        if (labels == LabelKind.Real && TLoss.Labels == LabelDomain.PlusMinusOne)
            throw new ArgumentException($"A regression trainer needs a loss of numbers, and {typeof(TLoss).Name} takes two classes. Use it in BinaryClassification.Trainers, or take a loss such as Huber or HalfSquared here.");
    }

    /// <exception cref="ArgumentException">An option speaks of classes.</exception>
    public static void CheckRegression(LinearTrainerOptions options)
    {
        if (options.ClassWeighting != ClassWeighting.None || options.ClassWeights is not null)
            throw new ArgumentException("ClassWeighting and ClassWeights must be left at their defaults for regression, which has no classes. Use ExampleWeightColumnName to weigh examples.");
    }

    /// <param name="options">The options.</param>
    /// <param name="classCount">K; null: not known yet.</param>
    /// <exception cref="ArgumentException">An option speaks of regression, or of another number of classes.</exception>
    public static void CheckClassifier(LinearTrainerOptions options, int? classCount)
    {
        if (options.ScaleEstimation != ScaleEstimation.None)
            throw new ArgumentException("ScaleEstimation must be None for a classifier: labels of classes have no noise scale.");
        if (options.ClassWeights is double[] weights && classCount is int count && weights.Length != count)
            throw new ArgumentException($"ClassWeights must have {count} weights, that of the negative class first, got {weights.Length}.");
    }
}
