namespace MlNetLosses.Solvers;

/// <summary>What a step of dual coordinate ascent needs to know of an example, side by side: examples in random order miss every cache, and so they miss it once.</summary>
internal struct DualExample
{
    /// <summary>a.</summary>
    public double Dual;

    /// <summary>y.</summary>
    public double Label;

    /// <summary>s/Σs.</summary>
    public double Share;

    /// <summary>How much its prediction answers to a: at most Σⱼ (xⱼ − mⱼ)²/μⱼ + 1/κ times its share.</summary>
    public double Curvature;
}
