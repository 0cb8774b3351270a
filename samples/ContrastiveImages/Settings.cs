namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>What is run, and how much of it.</summary>
/// <param name="Data">Directory of the images.</param>
/// <param name="Output">Directory of the results.</param>
/// <param name="Epochs">Passes of the pretraining over the unlabelled images.</param>
/// <param name="Seed">Of the pretraining and of everything else that is random.</param>
internal sealed record Settings(string Data, string Output, int Epochs, int Seed)
{
    /// <summary>Unlabelled images to learn from: the first so many.</summary>
    public int TrainingImages { get; init; } = int.MaxValue;

    /// <summary>Images to judge by: the first so many.</summary>
    public int TestImages { get; init; } = int.MaxValue;

    /// <summary>Each accuracy is a mean over so many draws of the labelled images.</summary>
    public int Draws { get; init; } = 5;

    /// <summary>The numbers of labelled images of the table.</summary>
    public int[] TableCounts { get; init; } = [100, 1000];

    /// <summary>Those of the curve, which has the table's too.</summary>
    public int[] CurveCounts { get; init; } = [20, 300];

    /// <summary>Images that the supervised network is shown in all, so many epochs of its labelled images.</summary>
    public int SupervisedImages { get; init; } = 20_000;

    /// <summary>The same in small, for a look at the program: the accuracies mean little.</summary>
    public static Settings Quick(Settings settings) => settings with
    {
        Epochs = 2,
        TrainingImages = 1000,
        TestImages = 500,
        Draws = 2,
        TableCounts = [50],
        CurveCounts = [],
        SupervisedImages = 1000,
    };
}
