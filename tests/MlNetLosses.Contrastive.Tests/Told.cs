namespace MlNetLosses.Contrastive.Tests;

/// <summary>Hears progress at once, on the thread that reports it.</summary>
internal sealed class Told(Action<ContrastiveProgress> tell) : IProgress<ContrastiveProgress>
{
    public void Report(ContrastiveProgress value) => tell(value);
}
