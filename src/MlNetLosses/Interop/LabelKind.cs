namespace MlNetLosses.Interop;

/// <summary>What a label column must hold.</summary>
internal enum LabelKind
{
    /// <summary>Finite numbers (Single or Double).</summary>
    Real,

    /// <summary>Numbers ≥ 0 (Single or Double).</summary>
    NonNegative,

    /// <summary>Two classes: Boolean, or Single 0/1 or −1/+1; read as −1 and +1.</summary>
    Binary,

    /// <summary>K classes: a key; read as 0 … K − 1.</summary>
    Class,
}
