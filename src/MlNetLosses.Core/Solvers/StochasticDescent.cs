using System.Runtime.CompilerServices;
using MlNetLosses.Data;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>The epochs of proximal SGD for any number of outputs: order, learning rate, averaging, early stopping, and the way back.</summary>
/// <remarks>
/// The model is the best of those that were compared, so an epoch that went astray costs its time and nothing else. An objective takes a pass over
/// the examples, so models are compared only where one is handed out and where patience may be at its end; held-out examples, which are few, are asked after each epoch.
/// What tells that an epoch may have gone astray is free: the losses that its steps met. While they are less, on average, than at the start, so is
/// that of the average of its iterates, as losses are convex; where they are not, the objective decides.
/// </remarks>
internal sealed class StochasticDescent<TExampleLoss, TPenalty>
    where TExampleLoss : struct, IExampleLoss
    where TPenalty : struct, IPenalty
{
    private const int FirstTrialRows = 1000;
    private const int SecondTrialRows = 10_000;
    private const double TrialFactor = 4;
    private const int MostTrials = 40;

    /// <summary>After so many halvings a step is rounding.</summary>
    private const int MostHalvings = 50;

    /// <summary>Of polynomial-decay averaging: epoch e has a weight of about e³ in the average.</summary>
    private const double AveragingDegree = 3;

    /// <summary>A hair less than 1, so that averages of dual variables are not rounded out of their domain.</summary>
    private const double Inside = 1 - 1e-12;

    private readonly PreparedLinearProblem<TPenalty> problem;
    private readonly TExampleLoss loss;
    private readonly ProximalSgdSettings settings;
    private readonly SplitMix64 random;
    private readonly SgdIterate<TPenalty> iterate;
    private readonly int[] training;            // the examples with a share that train, ascending
    private readonly int[] heldOut;             // those that do not
    private readonly int[] order;               // those that train, in the order of the last epoch
    private readonly RunShuffle shuffle;
    private readonly MeanLoss<TExampleLoss, TPenalty> trainingLoss;
    private readonly MeanLoss<TExampleLoss, TPenalty> heldOutLoss;
    private readonly double importanceFactor;   // 1 / mean share of those that train
    private readonly double[] weights;          // of the model of the last epoch: the iterate, or an average
    private readonly double[] intercepts;
    private readonly double[] predictions;      // z, stride values
    private readonly double[] slopes;           // ∇f(z), stride values
    private readonly double firstRate;
    private readonly double firstObjective;
    private double leastLoss;                   // of the best model: of held-out examples, or else the objective
    private int epochs;
    private int averaged;                       // epochs since the last one that went astray
    private int idle;                           // epochs since the best model
    private bool isCompared = true;             // the model of the last epoch with the best
    private int halvings;

    /// <param name="problem">The problem.</param>
    /// <param name="loss">Its loss and labels.</param>
    /// <param name="penalty">Its penalty.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="weights">Where to start, <c>p × stride</c> weights within their bounds; from then on those of the best model.</param>
    /// <param name="intercepts">Where to start, stride intercepts of centred features; from then on those of the best model.</param>
    public StochasticDescent(
        PreparedLinearProblem<TPenalty> problem, TExampleLoss loss, TPenalty penalty, ProximalSgdSettings settings, double[] weights, double[] intercepts)
    {
        (this.problem, this.loss, this.settings, Weights, Intercepts) = (problem, loss, settings, weights, intercepts);
        random = new(settings.Seed);
        (training, heldOut) = Split();
        order = [.. training];
        shuffle = new(random, problem.Features.RowsPerRun, problem.Features.NeighboursAtOnce);
        double share = 0;
        foreach (int i in training) share += problem.Shares[i];
        importanceFactor = training.Length / share;
        iterate = new(problem, penalty, intercepts.Length, settings.Average);
        (this.weights, this.intercepts) = ([.. weights], [.. intercepts]);
        DualAverage = new double[problem.Shares.Length * intercepts.Length];
        (predictions, slopes) = (new double[intercepts.Length], new double[intercepts.Length]);
        (trainingLoss, heldOutLoss) = (LossOf(training), LossOf(heldOut));
        firstObjective = trainingLoss.Of(weights, intercepts) + Penalty(weights);
        leastLoss = heldOut.Length > 0 ? heldOutLoss.Of(weights, intercepts) : firstObjective;
        firstRate = FindLearningRate() * settings.LearningRate;
        GoBack();
    }

    /// <summary>W of the best model that was compared, <c>p × stride</c>.</summary>
    public double[] Weights { get; }

    /// <summary>c of the best model that was compared, stride intercepts of centred features.</summary>
    public double[] Intercepts { get; }

    /// <summary>The average of −∇f(zᵢ) over the epochs, <c>n × stride</c>; 0 for examples that do not train. A good dual point: w̄ is nearly its weights.</summary>
    public double[] DualAverage { get; }

    /// <summary>Whether there was no better model for long enough.</summary>
    public bool IsFinished => idle >= settings.Patience || halvings >= MostHalvings;

    /// <summary>Each training example once, in a fresh random order; then the model of the epoch is compared with the best so far, if need be.</summary>
    public void Epoch()
    {
        shuffle.Shuffle(training, order);
        averaged++;
        double share = (AveragingDegree + 1) / (averaged + AveragingDegree);
        double objective = Sweep(order, Math.ScaleB(firstRate, -halvings) * Decay(), share) + Penalty(iterate.Weights);
        epochs++;
        bool isSuspect = !(objective <= firstObjective);
        if (isSuspect) Compare();       // the model before it, which may be lost
        UpdateModel(share);
        if (isSuspect) objective = Objective();
        if (!(objective <= firstObjective))
        {
            halvings++;
            GoBack();
            return;
        }

        idle++;
        isCompared = false;
        if (heldOut.Length > 0 || isSuspect || idle >= settings.Patience) Compare();
    }

    /// <summary>Compares the model of the last epoch with the best, unless that was done.</summary>
    public void Compare()
    {
        if (isCompared) return;
        isCompared = true;
        double present = heldOut.Length > 0 ? heldOutLoss.Of(weights, intercepts) : Objective();
        if (!(present < leastLoss)) return;
        (leastLoss, idle) = (present, 0);
        weights.CopyTo(Weights, 0);
        intercepts.CopyTo(Intercepts, 0);
    }

    private double Objective() => trainingLoss.Of(weights, intercepts) + Penalty(weights);

    private MeanLoss<TExampleLoss, TPenalty> LossOf(int[] examples) => new(problem, loss, examples, importanceFactor);

    private int Stride => predictions.Length;

    private double Decay() => settings.Schedule switch
    {
        LearningRateSchedule.InverseSquareRoot => 1 / Math.Sqrt(1 + epochs),
        LearningRateSchedule.InverseTime => 1.0 / (1 + epochs),
        _ => 1,
    };

    private (int[] Training, int[] HeldOut) Split()
    {
        int[] examples = [.. Enumerable.Range(0, problem.Shares.Length).Where(i => problem.Shares[i] > 0)];
        if (settings.ValidationFraction == 0 || examples.Length == 1) return (examples, []);
        random.Shuffle(examples);
        int count = Math.Clamp((int)Math.Round(settings.ValidationFraction * examples.Length), 1, examples.Length - 1);
        Array.Sort(examples, 0, count);
        Array.Sort(examples, count, examples.Length - count);
        return (examples[count..], examples[..count]);
    }

    /// <summary>One step for each of the examples, whose slopes enter <see cref="DualAverage"/> with a share.</summary>
    /// <returns>The mean loss of the examples, each before its step.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Sweep(ReadOnlySpan<int> examples, double rate, double share)
    {
        int stride = Stride, ahead = problem.Features.FetchedAhead;
        iterate.Begin(rate, examples.Length);
        double met = 0;
        for (int s = 0; s < examples.Length; s++)
        {
            int i = examples[s], later = examples[Math.Min(s + ahead, examples.Length - 1)];
            problem.Features.FetchStart(examples[Math.Min(s + 2 * ahead, examples.Length - 1)]);
            Fetch(later);
            Row x = problem.Features[i];
            x.Predict(iterate.Weights, iterate.Intercepts, problem.Origin, predictions, soon: problem.Features[later]);
            loss.Derivative(i, predictions.AsSpan(0, loss.OutputCount), slopes.AsSpan(0, loss.OutputCount));
            double importance = importanceFactor * problem.Shares[i];
            met += importance * loss.Value(i, predictions.AsSpan(0, loss.OutputCount));
            for (int k = 0; k < slopes.Length; k++)
            {
                ref double dual = ref DualAverage[i * stride + k];
                dual -= share * (Inside * slopes[k] + dual);
                slopes[k] *= importance;
            }

            iterate.Step(x, slopes);
        }

        iterate.End();
        return met / examples.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fetch(int example)
    {
        loss.Fetch(example);
        Prefetching.Fetch(ref problem.Shares[example]);
        Prefetching.Fetch(ref DualAverage[example * Stride]);
    }

    /// <summary>Ω(W); NaN where a weight is not finite, even one without penalty.</summary>
    private double Penalty(double[] weights)
    {
        double sum = 0;
        for (int j = 0, at = 0; at < weights.Length; j++)
            for (int end = at + Stride; at < end; at++)
                sum += problem.Penalty.Value(j, weights[at]) + 0 * weights[at];
        return sum;
    }

    private void UpdateModel(double share)
    {
        if (!settings.Average)
        {
            iterate.Weights.CopyTo(weights, 0);
            iterate.Intercepts.CopyTo(intercepts, 0);
            return;
        }

        double perStep = 1.0 / training.Length;
        for (int j = 0, at = 0; at < weights.Length; j++)
        {
            for (int end = at + Stride; at < end; at++)
            {
                double average = weights[at] + share * (perStep * iterate.WeightSums[at] - weights[at]);
                weights[at] = problem.Penalty.Clip(j, average);     // rounding can step out
            }
        }

        for (int k = 0; k < intercepts.Length; k++) intercepts[k] += share * (perStep * iterate.InterceptSums[k] - intercepts[k]);
    }

    /// <summary>The next epoch starts at the best model, and the average anew.</summary>
    private void GoBack()
    {
        (averaged, isCompared) = (0, true);
        Weights.CopyTo(iterate.Weights, 0);
        Intercepts.CopyTo(iterate.Intercepts, 0);
        Array.Clear(weights);
        Array.Clear(intercepts);
        Array.Clear(DualAverage);
    }

    /// <summary>The best rate for a small sample, from 1/(mean squared norm) on, and from there the best for a larger one: the longer the pass, the smaller its rate.</summary>
    private double FindLearningRate()
    {
        random.Shuffle(order);
        int rows = Math.Min(order.Length, FirstTrialRows), more = Math.Min(order.Length, SecondTrialRows);
        double rate = BestRate(order[..rows], 1 / MeanSquaredNorm(order.AsSpan(0, rows)));
        return more > rows ? BestRate(order[..more], rate) : rate;
    }

    /// <summary>The rate, among <paramref name="rate"/> times powers of <see cref="TrialFactor"/>, whose pass over a sample ends with the least objective.</summary>
    private double BestRate(int[] sample, double rate)
    {
        MeanLoss<TExampleLoss, TPenalty> meanLoss = LossOf(sample);
        double least = Try(sample, meanLoss, rate), larger = Try(sample, meanLoss, rate * TrialFactor), factor = TrialFactor;
        if (larger < least) (rate, least) = (rate * factor, larger);
        else factor = 1 / TrialFactor;
        for (int trials = 0; trials < MostTrials; trials++)
        {
            double objective = Try(sample, meanLoss, rate * factor);
            if (!(objective < least) && double.IsFinite(least)) break;
            (rate, least) = (rate * factor, objective);
        }

        return rate;
    }

    private double Try(int[] sample, MeanLoss<TExampleLoss, TPenalty> meanLoss, double rate)
    {
        GoBack();
        Sweep(sample, rate, share: 0);
        return meanLoss.Of(iterate.Weights, iterate.Intercepts) + Penalty(iterate.Weights);
    }

    /// <summary>Mean of Σⱼ (xⱼ − mⱼ)²/σⱼ² + 1, the one being the intercept's.</summary>
    private double MeanSquaredNorm(ReadOnlySpan<int> examples)
    {
        double sum = 0;
        foreach (int i in examples)
        {
            Row x = problem.Features[i];
            for (int k = 0; k < x.Values.Length; k++)
            {
                int j = x.IsSparse ? x.Columns[k] : k;
                double standardised = problem.Penalty.ToWeight[j] * (problem.Origin.Length == 0 ? x.Values[k] : x.Values[k] - problem.Origin[j]);
                sum += standardised * standardised;
            }
        }

        return 1 + sum / examples.Length;
    }
}
