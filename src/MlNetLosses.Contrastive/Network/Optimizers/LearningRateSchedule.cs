namespace MlNetLosses.Contrastive.Network.Optimizers;

/// <summary>A learning rate that rises linearly for some steps and then falls to zero along half a cosine.</summary>
/// <remarks>Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5; with the warm-up of SimCLR.</remarks>
/// <param name="peak">The highest rate, reached at the last step of the warm-up.</param>
/// <param name="warmUp">Steps that it rises for; at least 0, fewer than <paramref name="total"/>.</param>
/// <param name="total">Steps of the training.</param>
internal sealed class LearningRateSchedule(double peak, int warmUp, int total)
{
    /// <summary>The rate of a step, the first of which is 0.</summary>
    public double At(int step)
    {
        if (step < warmUp) return peak * (step + 1) / warmUp;
        double progress = Math.Min(1, (double)(step - warmUp) / (total - warmUp));
        return 0.5 * peak * (1 + Math.Cos(Math.PI * progress));
    }
}
