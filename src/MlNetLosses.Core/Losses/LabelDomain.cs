namespace MlNetLosses.Losses;

/// <summary>The labels a loss accepts.</summary>
public enum LabelDomain
{
    /// <summary>Any finite number.</summary>
    Real,

    /// <summary>Zero or positive: counts, amounts.</summary>
    NonNegative,

    /// <summary>−1 or +1.</summary>
    PlusMinusOne,
}
