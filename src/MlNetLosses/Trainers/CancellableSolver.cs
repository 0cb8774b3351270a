using MlNetLosses.Solvers;

namespace MlNetLosses.Trainers;

/// <summary>A solver that asks before each epoch whether it may go on, so that AutoML's time limit and <c>MLContext.CancelExecution</c> need not wait for a certificate.</summary>
/// <param name="solver">The solver.</param>
/// <param name="checkAlive">Throws to cancel.</param>
internal sealed class CancellableSolver(ISolver solver, Action checkAlive) : ISolver
{
    public bool IsFinished => solver.IsFinished;

    public void Epoch()
    {
        checkAlive();
        solver.Epoch();
    }

    public Certificate Certify() => solver.Certify();

    public LinearModel ToModel() => solver.ToModel();
}
