namespace MlNetLosses.Trainers;

/// <summary>How a classifier weighs its classes, in addition to the weights of the examples.</summary>
public enum ClassWeighting
{
    /// <summary>All examples count alike.</summary>
    None,

    /// <summary>
    /// Class k counts n / (K n_k), so that all classes count alike: for data where the class of interest is rare. n and n_k sum
    /// the weights of all examples and of those of class k; K is the number of classes.
    /// </summary>
    Balanced,
}
