namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>What a pretraining is measured with.</summary>
/// <param name="Threads">At least 1.</param>
/// <param name="Augments">Whether each step makes its views; otherwise they are there, and the network is measured alone.</param>
internal readonly record struct Setting(int Threads, bool Augments)
{
    public override string ToString() => $"{Threads} thread{(Threads == 1 ? "" : "s")}, {(Augments ? "with augmentation" : "network alone")}";
}
