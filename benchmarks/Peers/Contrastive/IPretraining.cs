namespace MlNetLosses.Benchmarks.Peers.Contrastive;

/// <summary>An implementation of SimCLR on Fashion-MNIST: batches of 128 images, the model of <c>simclr_torch.py</c>.</summary>
internal interface IPretraining
{
    string Name { get; }

    Speed Measure(Setting setting);
}
