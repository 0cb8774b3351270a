using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Proximal Newton steps on some of the coordinates: what coordinate descent and paths are made of.</summary>
/// <remarks>
/// A step minimises the quadratic model gᵀd + ½ dᵀXᵀHXd + Ω(w + d), g = Xᵀ(s ∘ f′(z)), H = diag(s ∘ f″(z)), by coordinate descent, and goes
/// as far towards its minimum as the objective falls.
/// H is raised to a small share of the loss's curvature where f is flat (Huber's outliers), more after a step that was too long.
/// Source: J. Lee, Y. Sun, M. Saunders, "Proximal Newton-Type Methods for Minimizing Composite Functions", SIAM J. Optim. 24 (2014), 1420–1443.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
internal sealed class ProximalNewton<TLoss, TPenalty>
    where TLoss : struct, ICurvedLoss
    where TPenalty : struct, IPenalty
{
    private const int MostHalvings = 40;
    private const double SufficientDecrease = 1e-4;
    private const double LeastDamping = 1e-7;
    private const double MostDamping = 1e3;
    private const double Rounding = 1e-14;
    private const int MostInterceptSteps = 10;
    private const double LongestInterceptStep = 1e3;

    /// <summary>The model is minimised somewhat better than the objective is to be, which is not quite the model.</summary>
    private const double ModelShare = 0.3;

    private PreparedProblem<TLoss, TPenalty> problem;
    private readonly Coordinates coordinates;
    private readonly QuadraticModel model;
    private readonly RowBlocks blocks;
    private readonly SlopeSums[] slopeSums;         // of each block
    private readonly Action<int, int, int> arrive;
    private readonly Action<int, int, int> advance;
    private readonly Action<int, int, int> updateSlopes;
    private readonly Func<int, int, double> lossOfRows;
    private readonly Func<int, int, double> curvatureOfRows;
    private readonly ExampleCurvatures<TLoss, TPenalty> curvatures;
    private readonly double[] direction;            // Xd; the predictions before, after a full step
    private readonly int[] features;                // 0 … p − 1
    private readonly double[] norms;                // Σ s x²
    private readonly double[] modelGradients;
    private readonly double[] moves;
    private readonly double[] from;
    private readonly double[] values;
    private readonly double reference;              // curvature of the loss
    private double trial;                           // the step whose loss is asked for
    private double shift;                           // of all predictions, whose slopes are asked for
    private double damping = 1e-3;
    private double slopeMass;                       // Σ s |f′(z)|
    private bool hasAllGradients;
    private QuadraticModel? borrowed;               // of a sample of the rows

    /// <param name="problem">The problem; its penalty is not used.</param>
    /// <param name="coordinates">Its coordinates.</param>
    /// <param name="start">Where to start; null: at weights 0.</param>
    public ProximalNewton(PreparedProblem<TLoss, TPenalty> problem, Coordinates coordinates, LinearModel? start = null)
    {
        (this.problem, this.coordinates) = (problem, coordinates);
        int n = coordinates.RowCount, p = coordinates.Intercept;
        blocks = new(n, problem.Threads);
        slopeSums = new SlopeSums[blocks.Count];
        (arrive, advance, updateSlopes, lossOfRows, curvatureOfRows) = (Arrive, Advance, UpdateSlopes, LossOfRows, CurvatureOfRows);
        (direction, Predictions, Slopes) = (new double[n], new double[n], new double[n]);
        (modelGradients, from, values, moves, Gradients) = (new double[p + 1], new double[p + 1], new double[p + 1], new double[p + 1], new double[p + 1]);
        curvatures = new(problem, blocks, Predictions);
        features = [.. Enumerable.Range(0, p)];
        norms = problem.SquaredNorms();
        (Weights, Intercept) = problem.Start(start);
        for (int j = 0; j < p; j++)
            if (norms[j] == 0) Weights[j] = 0;      // no prediction depends on it, so it only costs penalty
        Predict();
        reference = problem.Loss is ISmoothLoss smooth ? smooth.Smoothness : TypicalSecondDerivative();
        model = coordinates.CreateModel(reference);
    }

    /// <summary>w, p values.</summary>
    public double[] Weights { get; }

    /// <summary>The intercept of centred features.</summary>
    public double Intercept { get; private set; }

    /// <summary>z, n values.</summary>
    public double[] Predictions { get; }

    /// <summary>s ∘ f′(z), n values.</summary>
    public double[] Slopes { get; }

    /// <summary>Σ s f(z).</summary>
    public double Loss { get; private set; }

    /// <summary>The sum of the slopes.</summary>
    public double SlopeSum { get; private set; }

    /// <summary>The root of the mean squared slope, √(Σ s f′²): what gradients of standardised features can be at most.</summary>
    public double SlopeSize { get; private set; }

    /// <summary>g, p + 1 values, as they were when they were asked for last.</summary>
    public double[] Gradients { get; }

    /// <summary>The quadratic model at the present predictions.</summary>
    public QuadraticModel Model()
    {
        if (UpdateCurvatures()) model.Change(curvatures.Diagonal);
        return model;
    }

    private bool UpdateCurvatures() => curvatures.Update(damping * reference);

    private bool IsBalanced => Math.Abs(SlopeSum) <= Certifier<TLoss, TPenalty>.Imbalance * slopeMass;

    /// <summary>Whether feature j can matter: it is not 0 everywhere, nor held at 0.</summary>
    public bool Matters(int feature) => norms[feature] > 0 && !problem.Penalty.IsFixed(feature);

    /// <summary>√(Σ s x²) of feature j.</summary>
    public double Norm(int feature) => Math.Sqrt(norms[feature]);

    /// <summary>√(Σ s x²) of all features.</summary>
    public double[] Norms() => Array.ConvertAll(norms, Math.Sqrt);

    /// <summary>Computes the gradients of some coordinates, at least.</summary>
    public void UpdateGradients(ArraySegment<int> wanted)
    {
        if (hasAllGradients || wanted.Count == 0) return;
        coordinates.Correlate(wanted, Slopes, SlopeSum, Gradients);
        hasAllGradients = coordinates.ReadsAll;
    }

    /// <summary>How far a proximal gradient step would move feature j, as a gradient of the standardised feature.</summary>
    public double Violation(SeparablePenalty<TPenalty> penalty, int feature)
    {
        double step = 1 / (reference * norms[feature]), weight = Weights[feature];
        return Math.Abs(penalty.Prox(feature, weight - step * Gradients[feature], step) - weight) * Math.Sqrt(norms[feature]) * reference;
    }

    /// <summary>Σ s f″(z).</summary>
    public double MeanSecondDerivative() => blocks.Sum(curvatureOfRows);

    /// <summary>Goes on with another loss of the same examples.</summary>
    /// <param name="other">The same problem with it.</param>
    public void Change(PreparedProblem<TLoss, TPenalty> other)
    {
        problem = other;
        curvatures.Change(other);
        UpdateSlopes();
    }

    /// <summary>Whether the last step left the gradients of those that could move up to date: where the loss is quadratic, the model knows them.</summary>
    public bool KnowsGradients { get; private set; }

    /// <summary>The objective, Σ s f(z) + Ω(w).</summary>
    public double Objective(SeparablePenalty<TPenalty> penalty) => Loss + penalty.Value(Weights);

    /// <summary>Steps use another model, of a sample of the rows, which costs nothing here, until that is taken back or a step turns out too long.</summary>
    /// <param name="sampled">The model; null to take it back.</param>
    public void Borrow(QuadraticModel? sampled) => borrowed = sampled;

    /// <summary>One step; returns whether the objective fell by more than rounding.</summary>
    /// <param name="penalty">The penalty.</param>
    /// <param name="working">The coordinates that may move. Their gradients are up to date.</param>
    /// <param name="accuracy">The violation of the optimality conditions that is aimed at, in units of <see cref="Slopes"/>.</param>
    public bool Step(SeparablePenalty<TPenalty> penalty, ArraySegment<int> working, double accuracy)
    {
        QuadraticModel used = borrowed ?? model;
        bool isExact = borrowed is null && !UpdateCurvatures();
        if (borrowed is null && !isExact) model.Change(curvatures.Diagonal);
        Span<double> to = values.AsSpan(0, working.Count);
        for (int k = 0; k < to.Length; k++) to[k] = from[k] = working[k] == coordinates.Intercept ? Intercept : Weights[working[k]];
        foreach (int j in working) modelGradients[j] = Gradients[j];
        modelGradients[coordinates.Intercept] = SlopeSum;
        bool isKnown = used.Minimize(penalty, working, to, Slopes, SlopeSum, modelGradients, ModelShare * accuracy, isExact);
        bool isQuadratic = isExact && problem.Loss is HalfSquared && damping <= 1;      // H is not raised
        KnowsGradients = false;
        if (Search(penalty, working, to, out bool isFull))
        {
            KnowsGradients = isKnown && isQuadratic && isFull;
            if (KnowsGradients && !hasAllGradients)
                foreach (int j in working) Gradients[j] = modelGradients[j];
            return true;
        }

        Predict();      // what is left to gain is at the level of the rounding that has piled up
        return false;
    }

    /// <summary>Moves the intercept alone until the slopes sum to 0, to rounding; returns whether they do.</summary>
    public bool SettleIntercept()
    {
        if (IsBalanced) return true;
        double start = Intercept;
        bool falls = true;
        for (int step = 0; step < MostInterceptSteps && falls && !IsBalanced; step++)
        {
            // Far out the loss may be all but flat, and a full step would leave for where predictions lose their digits.
            double before = Math.Abs(SlopeSum), lossBefore = Loss, at = Intercept, longest = Math.Max(LongestInterceptStep * before, 2) / reference;
            Intercept -= Math.Clamp(SlopeSum / TypicalSecondDerivative(), -longest, longest);
            if (Intercept == at) Intercept = SlopeSum > 0 ? Math.BitDecrement(at) : Math.BitIncrement(at);
            shift = Intercept - start;
            UpdateSlopes();
            falls = Math.Abs(SlopeSum) < before && Loss <= lossBefore + Rounding * Math.Abs(lossBefore);
            if (falls) continue;
            Intercept = at;
            shift = at - start;
            UpdateSlopes();
        }

        for (int i = 0; i < Predictions.Length; i++) Predictions[i] += shift;
        shift = 0;
        return IsBalanced;
    }

    /// <summary>Goes from where it is towards <paramref name="to"/>, half as far again and again until the objective falls enough.</summary>
    private bool Search(SeparablePenalty<TPenalty> penalty, ReadOnlySpan<int> working, ReadOnlySpan<double> to, out bool isFull)
    {
        isFull = false;
        bool hasIntercept = !working.IsEmpty && working[^1] == coordinates.Intercept;
        double penaltyChange = PenaltyChange(penalty, working, to, 1), slope = penaltyChange, before = Loss;
        for (int k = 0; k < to.Length; k++)
        {
            moves[k] = to[k] - from[k];
            slope += moves[k] * (working[k] == coordinates.Intercept ? SlopeSum : Gradients[working[k]]);
        }

        double rounding = Rounding * (Math.Abs(Loss) + penalty.Value(Weights, working[..^(hasIntercept ? 1 : 0)])), step = 1;
        Move(working, moves.AsSpan(0, to.Length), direction, advance);
        double change = Loss - before + penaltyChange;
        if (!(change <= SufficientDecrease * slope + rounding))
        {
            borrowed = null;
            for (int i = 0; i < direction.Length; i++) (Predictions[i], direction[i]) = (direction[i], Predictions[i] - direction[i]);
            for (int halvings = 1; !(change <= SufficientDecrease * step * slope + rounding); halvings++)
            {
                if (halvings > MostHalvings)
                {
                    damping = Math.Min(MostDamping, 16 * damping);
                    return false;
                }

                trial = step *= 0.5;
                change = blocks.Sum(lossOfRows) - before + PenaltyChange(penalty, working, to, step);
            }

            for (int i = 0; i < direction.Length; i++) Predictions[i] += step * direction[i];
            UpdateSlopes();
        }

        isFull = step == 1;
        damping = isFull ? Math.Max(LeastDamping, 0.25 * damping) : Math.Min(MostDamping, 4 * damping);
        for (int k = 0; k < to.Length; k++)
        {
            double value = Between(from[k], to[k], step);
            if (working[k] == coordinates.Intercept) Intercept = value;
            else Weights[working[k]] = value;
        }

        return change < -rounding;
    }

    /// <summary>Ω after a step of such a length, less Ω before.</summary>
    private double PenaltyChange(SeparablePenalty<TPenalty> penalty, ReadOnlySpan<int> working, ReadOnlySpan<double> to, double step)
    {
        double change = 0;
        for (int k = 0; k < to.Length; k++)
            if (working[k] != coordinates.Intercept && to[k] != from[k])
                change += penalty.Value(working[k], Between(from[k], to[k], step)) - penalty.Value(working[k], from[k]);
        return change;
    }

    private static double Between(double from, double to, double step) => step == 1 ? to : from + step * (to - from);

    /// <summary>Computes the predictions anew.</summary>
    private void Predict()
    {
        if (Weights.AsSpan().ContainsAnyExcept(0.0))
        {
            Move(features, Weights, Predictions, arrive);
            return;
        }

        Array.Fill(Predictions, Intercept);
        UpdateSlopes();
    }

    /// <summary>Computes Σⱼ cⱼ xⱼ, then what follows from it for some rows, and, as the data is at hand, the gradients, if the slopes are final.</summary>
    private void Move(ReadOnlySpan<int> moved, ReadOnlySpan<double> changes, double[] products, Action<int, int, int> update)
    {
        Array.Clear(slopeSums);
        double[]? final = problem.FitIntercept ? null : Slopes;     // an intercept is settled first
        coordinates.CombineAndCorrelate(moved, changes, products, update, final, Gradients);
        AddUp();
        hasAllGradients = final is not null && coordinates.ReadsAll;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double LossOfRows(int start, int end)
    {
        double sum = 0, step = trial;
        for (int i = start; i < end; i++)
            if (problem.Shares[i] > 0) sum += problem.Shares[i] * problem.Loss.Value(Predictions[i] + step * direction[i], problem.Labels[i]);
        return sum;
    }

    private double TypicalSecondDerivative()
    {
        double mean = MeanSecondDerivative();
        return mean > 0 ? mean : 1 / problem.PredictionPerSlope;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double CurvatureOfRows(int start, int end)
    {
        double sum = 0;
        for (int i = start; i < end; i++)
            if (problem.Shares[i] > 0) sum += problem.Shares[i] * problem.Loss.SecondDerivative(Predictions[i] + shift, problem.Labels[i]);
        return sum;
    }

    private void UpdateSlopes()
    {
        Array.Clear(slopeSums);
        blocks.Run(updateSlopes);
        AddUp();
        hasAllGradients = false;
    }

    /// <summary>Adds up what the slopes of all blocks sum to.</summary>
    private void AddUp()
    {
        SlopeSums total = default;
        foreach (SlopeSums part in slopeSums) total += part;
        (SlopeSum, slopeMass, SlopeSize, Loss) = (total.Slopes, total.Sizes, Math.Sqrt(total.Squares), total.Losses);
    }

    /// <summary>The predictions of some rows, whose products with the weights are there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Arrive(int block, int start, int end)
    {
        for (int i = start; i < end; i++) Predictions[i] += Intercept;
        UpdateSlopes(block, start, end);
    }

    /// <summary>A full step of some rows; what is left in <see cref="direction"/> is where they come from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Advance(int block, int start, int end)
    {
        for (int i = start; i < end; i++) (Predictions[i], direction[i]) = (Predictions[i] + direction[i], Predictions[i]);
        UpdateSlopes(block, start, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateSlopes(int block, int start, int end)
    {
        double sum = 0, sizes = 0, squares = 0, losses = 0, moved = shift;
        TLoss f = problem.Loss;
        ReadOnlySpan<double> shares = problem.Shares.AsSpan(start..end), labels = problem.Labels.AsSpan(start..end), predictions = Predictions.AsSpan(start..end);
        Span<double> slopes = Slopes.AsSpan(start..end);
        for (int i = 0; i < shares.Length; i++)
        {
            double share = shares[i], z = predictions[i] + moved, y = labels[i];
            if (share == 0)
            {
                slopes[i] = 0;
                continue;
            }

            double derivative = f.Derivative(z, y), slope = share * derivative;
            slopes[i] = slope;
            sum += slope;
            sizes += Math.Abs(slope);
            squares += slope * derivative;
            losses += share * f.Value(z, y);
        }

        slopeSums[block] += new SlopeSums(sum, sizes, squares, losses);
    }

    /// <summary>Σ s f′, Σ s |f′|, Σ s f′² and Σ s f of some rows.</summary>
    private readonly record struct SlopeSums(double Slopes, double Sizes, double Squares, double Losses)
    {
        public static SlopeSums operator +(SlopeSums left, SlopeSums right) =>
            new(left.Slopes + right.Slopes, left.Sizes + right.Sizes, left.Squares + right.Squares, left.Losses + right.Losses);
    }
}
