using System.Reflection;
using Microsoft.ML;
using MlNetLosses.Contrastive;

namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>Our estimator, its defaults but for what the setting says; the first epoch warms up.</summary>
internal sealed class OurPretraining : IPretraining
{
    private const int Batch = 128, Epochs = 3;
    private readonly Lazy<FashionImage[]> _images = new(() => FashionImage.Read(FashionImage.TrainingFile));

    public string Name => "ours";

    public Speed Measure(Setting setting)
    {
        MLContext ml = new(seed: 1);
        SpeedProbe probe = new(_images.Value.Length - _images.Value.Length % Batch);
        ContrastiveOptions options = new()
        {
            ImageShape = new(1, FashionImage.Side, FashionImage.Side),
            BatchSize = Batch,
            Epochs = Epochs,
            NumberOfThreads = setting.Threads,
            Progress = probe,
        };
        if (!setting.Augments) options.ImageAugmentations = [];
        using IDisposable model = ml.Transforms.ContrastivePretraining("Embedding", nameof(FashionImage.Pixels), options)
            .Fit(ml.Data.LoadFromEnumerable(_images.Value));
        return probe.Speed(typeof(ContrastiveOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
    }
}
