using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal Newton steps by cyclic coordinate descent: needs a differentiable loss, takes any penalty and bounds.</summary>
/// <remarks>
/// An epoch minimises the quadratic model of the objective at the present weights, over the coordinates that are not zero or violate their optimality
/// condition, by cyclic coordinate descent: wⱼ ← prox(wⱼ − gⱼ/Lⱼ, 1/Lⱼ) with g the gradient of the model and Lⱼ = Σ (sᵢ/Σs) f″(zᵢ, yᵢ) xᵢⱼ². It then goes as
/// far towards that minimum as the objective falls. For dense data with many more examples than features the sweeps run on the Gram matrix, which is
/// summed once and then only by the rows whose curvature changed; otherwise on the columns, or the Gram matrix of those that move, whichever is less
/// work. Every sixth sweep on a Gram matrix tries an extrapolation of the last ones. The intercept is one more coordinate.
/// Of many dense examples a sample is solved first (an eighth of them, which begins with an eighth of its own); the matrix of the sample then serves for
/// all, whose gradients are exact, as long as each step at least halves the violation.
/// Sources: J. Friedman, T. Hastie, R. Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent",
/// J. Stat. Softw. 33 (2010); J. Lee, Y. Sun, M. Saunders, "Proximal Newton-Type Methods for Minimizing Composite Functions", SIAM J. Optim. 24 (2014);
/// R. Byrd, G. Chin, W. Neveitt, J. Nocedal, "On the Use of Stochastic Hessian Information in Optimization Methods for Machine Learning",
/// SIAM J. Optim. 21 (2011).
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
public sealed class CoordinateDescent<TLoss, TPenalty> : ISolver
    where TLoss : struct, ICurvedLoss
    where TPenalty : struct, IPenalty
{
    /// <summary>The share of the violation that an epoch leaves, where its model of the objective is good.</summary>
    private const double LeastShare = 1e-3;

    /// <summary>Where it takes more, it is no good start anyway.</summary>
    private const int MostSampleEpochs = 20;

    /// <summary>The model of the sample serves as long as a step leaves no more of the violation.</summary>
    private const double MostLeft = 0.5;

    private PreparedProblem<TLoss, TPenalty> problem;
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly ProximalNewton<TLoss, TPenalty> newton;
    private readonly int[] all;         // the coordinates that matter, and the intercept
    private readonly int[] working;     // those that move in the next step
    private int workingCount;

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="threads">At most so many threads; null: all cores. The bits do not depend on it.</param>
    /// <param name="initialModel">Where to start; null: at the model of a sample, if there are many examples, or at weights 0.</param>
    /// <exception cref="ArgumentException">The problem or the initial model is not valid.</exception>
    public CoordinateDescent(Problem<TLoss, TPenalty> problem, int? threads = null, LinearModel? initialModel = null)
        : this(new(problem ?? throw new ArgumentNullException(nameof(problem)), threads, Coordinates.ColumnsOf(problem.Features)), initialModel)
    {
    }

    private CoordinateDescent(PreparedProblem<TLoss, TPenalty> problem, LinearModel? initialModel)
        : this(problem, initialModel, initialModel is null ? OfSample(problem) : null)
    {
    }

    /// <summary>A solver at its start.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="initialModel">Where to start; null: at weights 0.</param>
    /// <param name="sample">A solver of a sample of the examples, whose model and Hessian are the start if they are any good; null for none.</param>
    internal CoordinateDescent(PreparedProblem<TLoss, TPenalty> problem, LinearModel? initialModel, CoordinateDescent<TLoss, TPenalty>? sample)
    {
        this.problem = problem;
        certifier = new(problem);
        newton = Start(initialModel, sample);
        int p = problem.Given.ColumnCount;
        all = [.. Enumerable.Range(0, p).Where(newton.Matters), .. problem.FitIntercept ? [p] : (int[])[]];
        working = new int[all.Length];
        FindWork();
    }

    /// <summary>Where it is, with all that it knows there.</summary>
    internal ProximalNewton<TLoss, TPenalty> Newton => newton;

    /// <summary>Whether the slopes sum to 0, if there is an intercept.</summary>
    internal bool IsBalanced { get; private set; }

    /// <summary>The largest violation of the optimality conditions, as a gradient of a standardised feature.</summary>
    internal double Violation { get; private set; }

    /// <inheritdoc/>
    public bool CertifiesCheaply => certifier.TakesGradients;

    /// <summary>One Newton step, which coordinate descent computes.</summary>
    public void Epoch()
    {
        if (Violation == 0) return;
        double before = Violation;
        newton.Step(problem.Penalty, new(working, 0, workingCount), LeastShare * Violation);
        FindWork();
        if (Violation > MostLeft * before) newton.Borrow(null);
    }

    /// <inheritdoc/>
    public Certificate Certify() => IsBalanced && certifier.TakesGradients
        ? certifier.Certify(newton.Weights, newton.Predictions, newton.Loss, newton.Gradients)
        : certifier.Certify(newton.Weights, newton.Intercept);

    /// <inheritdoc/>
    public LinearModel ToModel() => problem.ToModel(newton.Weights, newton.Intercept);

    /// <summary>Goes on with another loss of the same examples.</summary>
    internal void Change(TLoss loss)
    {
        newton.Change(problem = problem.With(loss));
        FindWork();
    }

    /// <summary>A solver of a sample, which has gone as near to its optimum as makes sense; null for data of which none is taken.</summary>
    private static CoordinateDescent<TLoss, TPenalty>? OfSample(PreparedProblem<TLoss, TPenalty> problem)
    {
        if (problem.Sample() is not { } some) return null;
        CoordinateDescent<TLoss, TPenalty> sample = new(some, null);
        sample.SolveLoosely();
        return sample;
    }

    /// <summary>Starts at the initial model, or that of a sample where that is any good, or at weights 0.</summary>
    private ProximalNewton<TLoss, TPenalty> Start(LinearModel? initialModel, CoordinateDescent<TLoss, TPenalty>? sample)
    {
        Coordinates coordinates = Coordinates.Of(problem);
        if (sample is not null)
        {
            ProximalNewton<TLoss, TPenalty> start = new(problem, coordinates, sample.ToModel());
            if (start.Objective(problem.Penalty) < problem.NullObjective)
            {
                start.Borrow(sample.newton.Model());
                return start;
            }
        }

        return new(problem, coordinates, initialModel);
    }

    /// <summary>Goes as near to the optimum of a sample as that says something about the optimum of all: its gradients have that standard deviation.</summary>
    internal void SolveLoosely()
    {
        newton.Borrow(null);
        for (int epoch = 0; epoch < MostSampleEpochs; epoch++)
        {
            Epoch();
            if (Violation <= newton.SlopeSize / Math.Sqrt(problem.Labels.Length)) return;
        }
    }

    /// <summary>
    /// Moves the intercept to where the slopes are in balance, as a certificate wants them, brings the gradients up to date, and finds the
    /// coordinates that are not zero or violate their optimality condition.
    /// </summary>
    private void FindWork()
    {
        IsBalanced = !problem.FitIntercept || newton.SettleIntercept();
        newton.UpdateGradients(all);
        (Violation, workingCount) = (0, 0);
        foreach (int j in all)
        {
            bool isIntercept = j == newton.Weights.Length;
            double own = isIntercept ? Math.Abs(newton.SlopeSum) : newton.Violation(problem.Penalty, j);
            if (own > 0 || isIntercept || newton.Weights[j] != 0) working[workingCount++] = j;
            Violation = Math.Max(Violation, own);
        }
    }
}
