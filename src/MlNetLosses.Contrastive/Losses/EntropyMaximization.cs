using MlNetLosses.Contrastive.Network;

namespace MlNetLosses.Contrastive.Losses;

/// <summary>The value and the gradient of entropy maximisation at a batch of logits.</summary>
/// <remarks><see cref="EntropyForm"/> has the formulas, and says which forms collapse alone.</remarks>
public static class EntropyMaximization
{
    /// <summary>The loss, to be minimised.</summary>
    /// <param name="form">Which loss.</param>
    /// <param name="logits">
    /// <c>N × K</c>, finite. For <see cref="EntropyForm.SwappedPrediction"/> N = 2n, and rows i and i + n are the two views of example i.
    /// </param>
    /// <param name="categories">K, at least 1.</param>
    /// <returns>L.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double Value(EntropyForm form, ReadOnlySpan<float> logits, int categories)
    {
        using Chunks chunks = new(threads: 1);
        return Evaluate(form, logits, categories, chunks).Value;
    }

    /// <summary>The loss, to be minimised, and its gradient by the logits.</summary>
    /// <param name="form">Which loss.</param>
    /// <param name="logits">
    /// <c>N × K</c>, finite. For <see cref="EntropyForm.SwappedPrediction"/> N = 2n, and rows i and i + n are the two views of example i.
    /// </param>
    /// <param name="categories">K, at least 1.</param>
    /// <param name="gradient">Receives ∂L/∂logits, <c>N × K</c>.</param>
    /// <returns>L.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a value is not finite.</exception>
    public static double ValueAndGradient(EntropyForm form, ReadOnlySpan<float> logits, int categories, Span<float> gradient)
    {
        RowCheck.Gradient(gradient, logits);
        using Chunks chunks = new(threads: 1);
        (EntropyObjective objective, double value) = Evaluate(form, logits, categories, chunks);
        objective.WriteGradient(gradient, categories);
        return value;
    }

    private static (EntropyObjective Objective, double Value) Evaluate(EntropyForm form, ReadOnlySpan<float> logits, int categories, Chunks chunks)
    {
        if (!Enum.IsDefined(form)) throw new ArgumentOutOfRangeException(nameof(form), form, $"form must be one of {string.Join(", ", Enum.GetNames<EntropyForm>())}, got {form}.");
        int rows = form == EntropyForm.SwappedPrediction ? RowCheck.Pairs(logits, categories, 1) : RowCheck.Rows(logits, categories, 1);
        EntropyObjective objective = new(rows, categories, chunks);
        return (objective, objective.Evaluate(form, logits, categories, rows));
    }
}
