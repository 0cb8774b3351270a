namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>How fast a pretraining was, after its warm-up.</summary>
/// <param name="ImagesPerSecond">Median over blocks of about eight steps; an image is two views.</param>
/// <param name="Images">Images of all blocks.</param>
/// <param name="WallSeconds">Of all blocks.</param>
/// <param name="CpuSeconds">Of all blocks and threads. Well below threads × wall: the threads waited, for each other or for a core.</param>
/// <param name="Version">What was measured.</param>
internal sealed record Speed(double ImagesPerSecond, int Images, double WallSeconds, double CpuSeconds, string Version)
{
    public double ImagesPerCpuSecond => Images / CpuSeconds;

    /// <summary>Cores in use, on average.</summary>
    public double Cores => CpuSeconds / WallSeconds;
}
