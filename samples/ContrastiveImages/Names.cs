namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>What the features are called in table and pictures.</summary>
internal static class Names
{
    public const string RawPixels = "raw pixels";
    public const string PrincipalComponents = "128 principal components";
    public const string RandomEncoder = "random encoder";
    public const string SupervisedAlone = "supervised contrastive, on the labelled images alone";
    public const string Pretrained = "contrastive pretraining, on all images without labels";
}
