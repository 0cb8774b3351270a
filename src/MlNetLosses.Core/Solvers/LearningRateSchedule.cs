namespace MlNetLosses.Solvers;

/// <summary>How the learning rate of <see cref="ProximalSgdSettings"/> falls with the number e of epochs done. It is constant within an epoch.</summary>
public enum LearningRateSchedule
{
    /// <summary>η₀.</summary>
    Constant,

    /// <summary>η₀ / √(1 + e): for losses with kinks, and where little is known.</summary>
    InverseSquareRoot,

    /// <summary>η₀ / (1 + e): faster for smooth losses with a ridge that is not small.</summary>
    InverseTime,
}
