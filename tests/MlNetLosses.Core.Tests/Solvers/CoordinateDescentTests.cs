using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;
using MlNetLosses.Solvers;

namespace MlNetLosses.Tests.Solvers;

[TestFixture(typeof(HalfSquared))]
[TestFixture(typeof(Huber))]
[TestFixture(typeof(LogCosh))]
[TestFixture(typeof(SquaredEpsilonInsensitive))]
[TestFixture(typeof(Logistic))]
[TestFixture(typeof(SquaredHinge))]
[TestFixture(typeof(SmoothedHinge))]
[TestFixture(typeof(ModifiedHuber))]
public sealed class CoordinateDescentTests<TLoss> : SolverContract<TLoss>
    where TLoss : struct, ISmoothLoss, ICurvedLoss
{
    protected override ISolver Make(Problem<TLoss, ElasticNet> problem, int seed = 0, int? threads = 1, LinearModel? initial = null) =>
        new CoordinateDescent<TLoss, ElasticNet>(problem, threads, initial);
}
