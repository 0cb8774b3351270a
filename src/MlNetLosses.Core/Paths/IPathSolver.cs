using MlNetLosses.Solvers;

namespace MlNetLosses.Paths;

/// <summary>Walks down a path: from the model of one λ to that of the next, smaller one.</summary>
internal interface IPathSolver
{
    /// <summary>The smallest λ at which every penalised weight is 0; 0 where they are at every λ.</summary>
    double LambdaMax { get; }

    /// <summary>The model at the λ solved last; its arrays are the solver's, which goes on with them.</summary>
    LinearModel Model { get; }

    /// <summary>Goes on to <paramref name="lambda"/>.</summary>
    /// <param name="lambda">λ ≥ 0, best somewhat smaller than that before.</param>
    /// <param name="rule">When to stop.</param>
    /// <param name="checkAlive">Called each step; throws to cancel.</param>
    PathStep Solve(double lambda, StoppingRule rule, Action checkAlive);
}
