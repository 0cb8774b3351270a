namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Makes views of images: applies a list of augmentations in its order. Several threads can use it at once.</summary>
internal sealed class ImageViews
{
    private readonly IImageAugmentation[] _augmentations;
    private readonly ImageShape _shape;

    /// <param name="augmentations">Neighbouring geometric ones become one resampling.</param>
    /// <param name="shape">The shape of all images.</param>
    /// <exception cref="ArgumentException">An augmentation is missing, is of neither kind, or refuses the shape.</exception>
    public ImageViews(IEnumerable<IImageAugmentation> augmentations, ImageShape shape)
    {
        _augmentations = [.. augmentations];
        _shape = shape;
        for (int i = 0; i < _augmentations.Length; i++)
        {
            if (_augmentations[i] is not (IGeometricAugmentation or IPixelAugmentation))
                throw new ArgumentException(
                    $"Augmentation {i} must be an {nameof(IGeometricAugmentation)} or an {nameof(IPixelAugmentation)}, got {_augmentations[i]?.GetType().Name ?? "null"}. " +
                    "Implement one of the two, or leave it out of the list.", nameof(augmentations));
            _augmentations[i].Check(shape);
        }
    }

    /// <summary>Makes one view. It depends on nothing but the image and the generator.</summary>
    /// <param name="image">channels × height × width values in [0, 1], planar.</param>
    /// <param name="view">As long as <paramref name="image"/>, without overlap: set.</param>
    /// <param name="scratch">At least as long, with any content; each thread needs its own.</param>
    /// <param name="random">A generator of its own for each view.</param>
    public void Draw(ReadOnlySpan<float> image, Span<float> view, Span<float> scratch, ref SplitMix64 random)
    {
        view = view[.._shape.Length];
        scratch = scratch[.._shape.Length];
        image.CopyTo(view);
        AffineMap map = AffineMap.Identity;
        foreach (IImageAugmentation augmentation in _augmentations)
        {
            if (augmentation is IGeometricAugmentation geometric)
            {
                map = map.Then(geometric.Draw(_shape, ref random));
            }
            else
            {
                Resample(view, scratch, map);
                map = AffineMap.Identity;
                ((IPixelAugmentation)augmentation).Apply(view, _shape, scratch, ref random);
            }
        }

        Resample(view, scratch, map);
    }

    private void Resample(Span<float> view, Span<float> scratch, AffineMap map)
    {
        if (map == AffineMap.Identity) return;
        view.CopyTo(scratch);
        BilinearResampling.Apply(scratch, view, _shape, map);
    }
}
