namespace MlNetLosses.Solvers;

/// <summary>A solver at some point of its run. Virtual calls happen here, once per epoch; the loops inside are specialised.</summary>
public interface ISolver
{
    /// <summary>Improves the model by about one pass over the data.</summary>
    void Epoch();

    /// <summary>Whether the solver's own rule (early stopping) says that further epochs would not improve the model.</summary>
    bool IsFinished => false;

    /// <summary>Whether a certificate costs much less than an epoch; then there is one after each.</summary>
    bool CertifiesCheaply => false;

    /// <summary>The certificate of the present model. Costs about one pass over the data, unless <see cref="CertifiesCheaply"/>.</summary>
    Certificate Certify();

    /// <summary>A copy of the present model.</summary>
    LinearModel ToModel();
}
