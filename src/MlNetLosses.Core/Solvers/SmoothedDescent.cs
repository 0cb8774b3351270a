using MlNetLosses.Losses;
using MlNetLosses.Penalties;

namespace MlNetLosses.Solvers;

/// <summary>Newton steps on a loss whose kinks are rounded, less and less: what SDCA starts with where there are many dense examples.</summary>
/// <remarks>
/// Kinks that are rounded by a width q (<see cref="Smoothed{TLoss}"/>) cost a gap of about q²/6 times the density of examples at a kink. Once a step
/// leaves hardly more than that, the kinks are rounded less. The Hessian is a sum over the examples near a kink, within a larger width that stays the
/// same. Where a width would leave too few examples near a kink, stochastic steps take over.
/// As in <see cref="CoordinateDescent{TLoss, TPenalty}"/>, a sample is solved first, with kinks rounded as suits the number of its examples.
/// Source: Yu. Nesterov, "Smooth Minimization of Non-smooth Functions", Math. Program. 103 (2005), 127–152.
/// </remarks>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TPenalty">The penalty.</typeparam>
internal sealed class SmoothedDescent<TLoss, TPenalty>
    where TLoss : struct, IDualLoss
    where TPenalty : struct, IPenalty
{
    /// <summary>The first width, times (p/n)^⅔ and <see cref="PreparedProblem{TLoss, TPenalty}.PredictionPerSlope"/>: there are enough examples near a kink, and the model is hardly worse.</summary>
    private const double FirstWidth = 4.5;

    /// <summary>The Hessian's width, times the first: a sum over more examples is less noisy, and slopes change by it over longer steps.</summary>
    private const double CurvatureFactor = 2;

    /// <summary>From one width to the next.</summary>
    private const double Narrowing = 0.3;

    /// <summary>The gap that ends a width, as a multiple of what the width costs.</summary>
    private const double MostOfWidth = 4;

    /// <summary>Where a width takes more, stochastic steps are no worse.</summary>
    private const int MostSteps = 8;

    /// <summary>So many examples per coordinate are near a kink.</summary>
    private const int CurvedPerCoordinate = 8;

    private readonly PreparedProblem<TLoss, TPenalty> problem;
    private readonly Certifier<TLoss, TPenalty> certifier;
    private readonly CoordinateDescent<Smoothed<TLoss>, TPenalty> descent;
    private readonly double curvatureWidth;
    private double width;
    private int steps;              // at this width
    private bool isSolved;          // at this width
    private Certificate? present;   // null: to be computed

    private SmoothedDescent(PreparedProblem<TLoss, TPenalty> problem, Certifier<TLoss, TPenalty> certifier, PreparedProblem<TLoss, TPenalty> sample)
    {
        (this.problem, this.certifier) = (problem, certifier);
        width = WidthFor(problem);
        curvatureWidth = CurvatureFactor * width;
        descent = Start(problem, sample);
        descent.Newton.Borrow(descent.Newton.Model());      // the sample's Hessian is too noisy, and one of all examples stays good
    }

    /// <summary>Whether stochastic steps are better from here.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>The model of a sample as a start, if the loss has kinks and there are enough dense examples for it; otherwise null.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="certifier">Its certificates.</param>
    public static SmoothedDescent<TLoss, TPenalty>? Of(PreparedProblem<TLoss, TPenalty> problem, Certifier<TLoss, TPenalty> certifier) =>
        problem.HasKinks && problem.Sample() is { } sample ? new(problem, certifier, sample) : null;

    /// <summary>One Newton step.</summary>
    public void Epoch()
    {
        if (isSolved) Narrow();
        descent.Epoch();
        present = null;
        isSolved = Certify().DualityGap <= MostOfWidth * certifier.LossGap;
        IsFinished = isSolved ? CurvedAt(Narrowing * width) < CurvedPerCoordinate * (problem.Given.ColumnCount + 1) : ++steps >= MostSteps;
    }

    /// <summary>The certificate of the present model, for the loss with its kinks.</summary>
    public Certificate Certify() => present ??= descent.IsBalanced
        ? certifier.Certify(descent.Newton.Weights, descent.Newton.Predictions, descent.Newton.Gradients, width)
        : certifier.Certify(descent.Newton.Weights, Intercept);

    /// <summary>The intercept of centred features.</summary>
    public double Intercept => descent.Newton.Intercept;

    /// <summary>The dual point of the present certificate, n values.</summary>
    public double[] DualPoint() =>
        [.. problem.Labels.Select((label, i) => problem.Shares[i] == 0 ? 0 : problem.Loss.MaximizeDual(0, descent.Newton.Predictions[i], label, width))];

    /// <summary>A copy of the present model.</summary>
    public LinearModel ToModel() => descent.ToModel();

    /// <summary>Newton steps on a problem, at the model of its sample, if there is one.</summary>
    private static CoordinateDescent<Smoothed<TLoss>, TPenalty> Start(PreparedProblem<TLoss, TPenalty> problem, PreparedProblem<TLoss, TPenalty>? sample)
    {
        CoordinateDescent<Smoothed<TLoss>, TPenalty>? start = null;
        if (sample is not null)
        {
            start = Start(sample, sample.Sample());
            start.SolveLoosely();
        }

        double width = WidthFor(problem);
        return new(problem.With(new Smoothed<TLoss>(problem.Loss, width, CurvatureFactor * width)), initialModel: null, start);
    }

    private static double WidthFor(PreparedProblem<TLoss, TPenalty> problem)
    {
        double scarcity = Math.Cbrt((problem.Given.ColumnCount + 1.0) / problem.Labels.Length);
        return FirstWidth * scarcity * scarcity * problem.PredictionPerSlope;
    }

    /// <summary>About how many examples are within a width of a kink.</summary>
    private double CurvedAt(double other) => descent.Newton.MeanSecondDerivative() * other * problem.Labels.Length;

    private void Narrow()
    {
        steps = 0;
        width *= Narrowing;
        descent.Change(new(problem.Loss, width, curvatureWidth));
    }
}
