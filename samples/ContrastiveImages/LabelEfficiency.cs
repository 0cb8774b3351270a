using Microsoft.ML;

namespace MlNetLosses.Samples.ContrastiveImages;

/// <summary>Measures how good linear classifiers get with few labelled images.</summary>
/// <param name="trainingImages">The labelled ones are drawn from these.</param>
/// <param name="testImages">To judge by; nothing is chosen by them.</param>
/// <param name="draws">Draws of the labelled images.</param>
internal sealed class LabelEfficiency(FashionImage[] trainingImages, FashionImage[] testImages, int draws)
{
    /// <summary>Of features that do not depend on which images are labelled; one measurement for each number of labels.</summary>
    public IEnumerable<Accuracy> Measure(string name, IEnumerable<int> labelCounts, ITransformer features)
    {
        IDataView test = WithFeatures(new(), testImages, features);
        return labelCounts.Select(count => OverDraws(name, count, (mlContext, labelled, _) =>
            (WithFeatures(mlContext, labelled, features), test)));
    }

    /// <summary>Of features that are learnt from the labelled images, given these and the number of the draw.</summary>
    public IEnumerable<Accuracy> Measure(string name, IEnumerable<int> labelCounts, Func<MLContext, IDataView, int, ITransformer> learn) =>
        labelCounts.Select(count => OverDraws(name, count, (mlContext, labelled, draw) =>
        {
            ITransformer features = learn(mlContext, mlContext.Data.LoadFromEnumerable(labelled), draw);
            return (WithFeatures(mlContext, labelled, features), WithFeatures(mlContext, testImages, features));
        }));

    /// <summary>The labelled images of a draw. A larger number is the same images and some more.</summary>
    public FashionImage[] Labelled(int draw, int count)
    {
        FashionImage[] shuffled = [.. trainingImages];
        new Random(draw).Shuffle(shuffled);
        return shuffled[..count];
    }

    /// <summary>Images with their features, computed once, and their labels as keys: the same keys in every draw, whether or not it has images of each class.</summary>
    public static IDataView WithFeatures(MLContext mlContext, FashionImage[] images, ITransformer features)
    {
        IDataView data = features.Transform(mlContext.Data.LoadFromEnumerable(images));
        IDataView classes = mlContext.Data.LoadFromEnumerable(FashionMnist.Classes.Select(name => new ClassName { Label = name }));
        ITransformer toKeys = mlContext.Transforms.Conversion.MapValueToKey("Label", keyData: classes).Fit(data);
        return mlContext.Data.Cache(toKeys.Transform(data), "Features", "Label");
    }

    private Accuracy OverDraws(string name, int labelCount, Func<MLContext, FashionImage[], int, (IDataView Labelled, IDataView Test)> prepare)
    {
        double[] accuracies = new double[draws];
        Parallel.For(0, draws, draw =>
        {
            MLContext mlContext = new(seed: draw);
            (IDataView labelled, IDataView test) = prepare(mlContext, Labelled(draw, labelCount), draw);
            accuracies[draw] = LinearProbe.Accuracy(mlContext, LinearProbe.Fit(mlContext, labelled), test);
        });
        return new(name, labelCount, accuracies);
    }

    private sealed class ClassName { public string Label { get; init; } = ""; }
}
