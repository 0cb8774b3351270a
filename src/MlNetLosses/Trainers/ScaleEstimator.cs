using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Trainers;

/// <summary><see cref="RobustScale"/> for a loss that is not known to be scalable where it is asked for.</summary>
internal abstract class ScaleEstimator<TLoss, TPenalty>
    where TLoss : struct, ILoss
    where TPenalty : struct, IPenalty
{
    /// <summary>The estimator of a loss.</summary>
    /// <exception cref="ArgumentException">The loss is not scalable.</exception>
    public static ScaleEstimator<TLoss, TPenalty> Create()
    {
        // A generic type cannot ask for a constraint that its parameter was not declared with; reflection can, once per trainer.
        bool isScalable = typeof(TLoss).GetInterfaces().Any(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IScalableLoss<>));
        if (!isScalable)
            throw new ArgumentException($"ScaleEstimation must be None for {typeof(TLoss).Name}, which has no threshold to scale. Use a loss such as Huber, or leave ScaleEstimation at None.");
        Type type = typeof(ScalableLossEstimator<,>).MakeGenericType(typeof(TLoss), typeof(TPenalty));
        return (ScaleEstimator<TLoss, TPenalty>)Activator.CreateInstance(type)!;
    }

    /// <inheritdoc cref="RobustScale.Run"/>
    public abstract SolverResult Run(
        Problem<TLoss, TPenalty> problem, ScaleEstimation estimation, Func<Problem<TLoss, TPenalty>, LinearModel?, ISolver> solver,
        StoppingRule rule, Action<TrainingProgress> progress, CancellationToken cancellation);
}

/// <summary>Forwards to <see cref="RobustScale"/>.</summary>
internal sealed class ScalableLossEstimator<TLoss, TPenalty> : ScaleEstimator<TLoss, TPenalty>
    where TLoss : struct, IScalableLoss<TLoss>
    where TPenalty : struct, IPenalty
{
    public override SolverResult Run(
        Problem<TLoss, TPenalty> problem, ScaleEstimation estimation, Func<Problem<TLoss, TPenalty>, LinearModel?, ISolver> solver,
        StoppingRule rule, Action<TrainingProgress> progress, CancellationToken cancellation) =>
        RobustScale.Run(problem, estimation, solver, rule, progress, cancellation);
}
