namespace MlNetLosses.Solvers;

/// <summary>How the learning rate of <see cref="ProximalSgdSettings"/> falls with the number t of examples seen.</summary>
public enum LearningRateSchedule
{
    /// <summary>η₀.</summary>
    Constant,

    /// <summary>η₀ / √(1 + t/n).</summary>
    InverseSquareRoot,

    /// <summary>η₀ / (1 + t/n).</summary>
    InverseTime,
}
