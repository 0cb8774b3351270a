using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal Newton steps on some of the coordinates: what a path is made of.</summary>
/// <remarks>
/// A step minimises the quadratic model gᵀXd + ½ dᵀXᵀHXd + Ω(w + d), g = s ∘ f′(z), H = diag(s ∘ f″(z)), by coordinate descent, and goes
/// as far towards its minimum as the objective falls. Sweeps touch the examples at first; a problem that needs many gets
/// its Gram matrix, after as much work as that costs, so that the choice is at most twice as slow as the better one.
/// H is raised to a small share of the loss's curvature where f is flat (Huber's outliers), more after a step that was too long.
/// Source: J. Lee, Y. Sun, M. Saunders, "Proximal Newton-Type Methods for Minimizing Composite Functions", SIAM J. Optim. 24 (2014), 1420–1443.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
internal sealed class ProximalNewton<TLoss, TPenalty>
    where TLoss : struct, ICurvedLoss
    where TPenalty : struct, IPenalty
{
    private const int MostSweeps = 10_000;
    private const int MostHalvings = 40;
    private const double SufficientDecrease = 1e-4;
    private const double LeastDamping = 1e-7;
    private const double MostDamping = 1e3;

    /// <summary>A step on a changing model need not be exact: it ends when the model's violation is this share of where it began.</summary>
    private const double InexactShare = 0.1;

    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly CentredColumns columns;
    private readonly GramMatrix gram;
    private readonly double[] curvatures;           // s ∘ f″(z), raised
    private readonly double[] modelSlopes;          // s ∘ f′ of the quadratic model at w + d
    private readonly double[] direction;            // Xd
    private readonly double[] ones;
    private readonly double[] lengths;              // xⱼᵀHxⱼ, NaN where not known
    private readonly double reference;              // curvature of the loss
    private double damping = 1e-3;
    private double rowWork;                         // products with columns since H changed last

    /// <param name="problem">The problem; its penalty is not used.</param>
    /// <param name="columns">Its coordinates.</param>
    public ProximalNewton(PreparedProblem<TLoss, TPenalty> problem, CentredColumns columns)
    {
        (this.problem, this.columns) = (problem, columns);
        int n = columns.RowCount, p = columns.Intercept;
        gram = new(columns);
        (curvatures, modelSlopes, direction, ones, Predictions, Slopes) = (new double[n], new double[n], new double[n], new double[n], new double[n], new double[n]);
        (lengths, Weights) = (new double[p + 1], new double[p]);
        Array.Fill(ones, 1);
        Intercept = problem.NullIntercept;
        Array.Fill(Predictions, Intercept);
        UpdateSlopes();
        reference = problem.Loss is ISmoothLoss smooth ? smooth.Smoothness : MeanSecondDerivative();
    }

    /// <summary>w, p values.</summary>
    public double[] Weights { get; }

    /// <summary>The intercept of centred features.</summary>
    public double Intercept { get; private set; }

    /// <summary>z, n values.</summary>
    public double[] Predictions { get; }

    /// <summary>s ∘ f′(z), n values.</summary>
    public double[] Slopes { get; }

    /// <summary>Their sum.</summary>
    public double SlopeSum { get; private set; }

    /// <summary>The root of the mean squared slope, √(Σ s f′²): what gradients of standardised features can be at most.</summary>
    public double SlopeSize { get; private set; }

    /// <summary>Takes over predictions that were computed anew, so that rounding does not pile up.</summary>
    public void Refresh(ReadOnlySpan<double> predictions)
    {
        predictions.CopyTo(Predictions);
        UpdateSlopes();
    }

    /// <summary>One step; returns whether the objective fell by more than rounding.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="coordinates">Those that may move.</param>
    /// <param name="accuracy">The violation of the optimality conditions that is aimed at, in units of <see cref="Slopes"/>.</param>
    public bool Step(SeparablePenalty<TPenalty> penalty, ReadOnlySpan<int> coordinates, double accuracy)
    {
        bool isExact = !UpdateCurvatures();
        double[] values = new double[coordinates.Length];
        for (int k = 0; k < values.Length; k++)
        {
            int j = coordinates[k];
            values[k] = j == columns.Intercept ? Intercept : Weights[j];
            if (double.IsNaN(lengths[j])) lengths[j] = columns.SquaredNorm(j, curvatures);
        }

        MinimizeModel(penalty, coordinates, values, accuracy, isExact);
        return Search(penalty, coordinates, values);
    }

    /// <summary>Coordinate descent on the quadratic model, from and to <paramref name="values"/>.</summary>
    private void MinimizeModel(SeparablePenalty<TPenalty> penalty, ReadOnlySpan<int> coordinates, double[] values, double accuracy, bool isExact)
    {
        Slopes.CopyTo(modelSlopes, 0);
        double sum = SlopeSum, target = 0.3 * accuracy, gramWork = 0.25 * coordinates.Length;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            if (rowWork >= gramWork && coordinates.Length <= GramMatrix.Most)
            {
                MinimizeByGram(penalty, coordinates, values, sum, target, isExact || sweep > 0);
                return;
            }

            rowWork++;
            double violation = 0;
            for (int k = 0; k < values.Length; k++)
            {
                int j = coordinates[k];
                double length = lengths[j];
                if (length == 0) continue;
                double value = Next(penalty, j, values[k], columns.Dot(j, modelSlopes, sum), length), change = value - values[k];
                if (change == 0) continue;
                values[k] = value;
                sum += columns.AddTo(j, change, curvatures, modelSlopes);
                violation = Math.Max(violation, Math.Abs(change) * Math.Sqrt(length * reference));
            }

            if (sweep == 0 && !isExact) target = Math.Max(target, InexactShare * violation);
            if (violation <= target) return;
        }
    }

    private void MinimizeByGram(
        SeparablePenalty<TPenalty> penalty, ReadOnlySpan<int> coordinates, double[] values, double sum, double target, bool hasTarget)
    {
        int[] positions = new int[values.Length];
        for (int k = 0; k < positions.Length; k++) positions[k] = gram.Include(coordinates[k], curvatures);
        double[] gradients = new double[gram.Count];
        for (int k = 0; k < positions.Length; k++) gradients[positions[k]] = columns.Dot(coordinates[k], modelSlopes, sum);
        AndersonExtrapolation extrapolation = new(values.Length);
        double[] candidate = new double[values.Length], change = new double[gram.Count];
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double violation = 0;
            for (int k = 0; k < values.Length; k++)
            {
                int j = coordinates[k];
                double length = lengths[j];
                if (length == 0) continue;
                double value = Next(penalty, j, values[k], gradients[positions[k]], length), move = value - values[k];
                if (move == 0) continue;
                values[k] = value;
                gram.AddRow(positions[k], move, gradients);
                violation = Math.Max(violation, Math.Abs(move) * Math.Sqrt(length * reference));
            }

            if (sweep == 0 && !hasTarget) target = Math.Max(target, InexactShare * violation);
            if (violation <= target) return;
            values.CopyTo(extrapolation.Next);
            if (extrapolation.Push(candidate)) Extrapolate(penalty, coordinates, positions, candidate, values, gradients, change);
        }
    }

    /// <summary>Jumps to the extrapolation of the last sweeps where the model is lower there. What is 0 stays 0.</summary>
    private void Extrapolate(
        SeparablePenalty<TPenalty> penalty, ReadOnlySpan<int> coordinates, int[] positions, double[] candidate, double[] values,
        double[] gradients, double[] change)
    {
        Array.Clear(change);
        double gain = 0;
        for (int k = 0; k < values.Length; k++)
        {
            int j = coordinates[k];
            candidate[k] = values[k] == 0 ? 0 : j == columns.Intercept ? candidate[k] : penalty.Clip(j, candidate[k]);
            if (candidate[k] == values[k]) continue;
            gram.AddRow(positions[k], candidate[k] - values[k], change);
            gain -= gradients[positions[k]] * (candidate[k] - values[k]);
            if (j != columns.Intercept) gain -= penalty.Value(j, candidate[k]) - penalty.Value(j, values[k]);
        }

        for (int k = 0; k < values.Length; k++) gain -= 0.5 * change[positions[k]] * (candidate[k] - values[k]);
        if (!(gain > 0)) return;
        candidate.CopyTo(values, 0);
        for (int k = 0; k < gradients.Length; k++) gradients[k] += change[k];
    }

    private double Next(SeparablePenalty<TPenalty> penalty, int j, double value, double gradient, double length) =>
        j == columns.Intercept ? value - gradient / length : penalty.Prox(j, value - gradient / length, 1 / length);

    /// <summary>Goes from where it is towards <paramref name="values"/>, half as far again and again until the objective falls enough.</summary>
    private bool Search(SeparablePenalty<TPenalty> penalty, ReadOnlySpan<int> coordinates, double[] values)
    {
        Array.Clear(direction);
        double penaltyBefore = penalty.Value(Weights), penaltyChange = 0;
        double[] from = new double[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            int j = coordinates[k];
            from[k] = j == columns.Intercept ? Intercept : Weights[j];
            if (values[k] == from[k]) continue;
            columns.AddTo(j, values[k] - from[k], ones, direction);
            if (j != columns.Intercept) penaltyChange += penalty.Value(j, values[k]) - penalty.Value(j, from[k]);
        }

        double slope = penaltyChange, lossBefore = MeanLoss(0);
        for (int i = 0; i < direction.Length; i++) slope += Slopes[i] * direction[i];
        double rounding = 1e-14 * (Math.Abs(lossBefore) + penaltyBefore), step = 1, change;
        for (int halvings = 0; ; halvings++, step *= 0.5)
        {
            change = MeanLoss(step) - lossBefore;
            for (int k = 0; k < values.Length; k++)
                if (coordinates[k] != columns.Intercept && values[k] != from[k])
                    change += penalty.Value(coordinates[k], Between(from[k], values[k], step)) - penalty.Value(coordinates[k], from[k]);
            if (change <= SufficientDecrease * step * slope + rounding) break;
            if (halvings < MostHalvings) continue;
            damping = Math.Min(MostDamping, 16 * damping);
            return false;
        }

        damping = step == 1 ? Math.Max(LeastDamping, 0.25 * damping) : Math.Min(MostDamping, 4 * damping);
        for (int k = 0; k < values.Length; k++)
        {
            double value = Between(from[k], values[k], step);
            if (coordinates[k] == columns.Intercept) Intercept = value;
            else Weights[coordinates[k]] = value;
        }

        for (int i = 0; i < direction.Length; i++) Predictions[i] += step * direction[i];
        UpdateSlopes();
        return change < -rounding;
    }

    private static double Between(double from, double to, double step) => step == 1 ? to : from + step * (to - from);

    private double MeanLoss(double step)
    {
        double sum = 0;
        for (int i = 0; i < direction.Length; i++)
            if (problem.Shares[i] > 0) sum += problem.Shares[i] * problem.Loss.Value(Predictions[i] + step * direction[i], problem.Labels[i]);
        return sum;
    }

    private double MeanSecondDerivative()
    {
        double sum = 0;
        for (int i = 0; i < Predictions.Length; i++)
            if (problem.Shares[i] > 0) sum += problem.Shares[i] * problem.Loss.SecondDerivative(Predictions[i], problem.Labels[i]);
        return sum > 0 ? sum : 1;
    }

    private void UpdateSlopes()
    {
        double sum = 0, squares = 0;
        for (int i = 0; i < Slopes.Length; i++)
        {
            double derivative = problem.Shares[i] == 0 ? 0 : problem.Loss.Derivative(Predictions[i], problem.Labels[i]);
            Slopes[i] = problem.Shares[i] * derivative;
            sum += Slopes[i];
            squares += Slopes[i] * derivative;
        }

        (SlopeSum, SlopeSize) = (sum, Math.Sqrt(squares));
    }

    /// <summary>H at the present predictions; false where it is still the same, and what was computed with it holds.</summary>
    private bool UpdateCurvatures()
    {
        bool changed = false;
        double least = damping * reference;
        for (int i = 0; i < curvatures.Length; i++)
        {
            double curvature = problem.Shares[i] == 0 ? 0
                : problem.Shares[i] * Math.Max(least, problem.Loss.SecondDerivative(Predictions[i], problem.Labels[i]));
            changed |= curvature != curvatures[i];
            curvatures[i] = curvature;
        }

        if (!changed) return false;
        gram.Clear();
        Array.Fill(lengths, double.NaN);
        rowWork = 0;
        return true;
    }
}
