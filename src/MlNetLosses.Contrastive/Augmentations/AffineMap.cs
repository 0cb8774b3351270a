namespace MlNetLosses.Contrastive.Augmentations;

/// <summary>Maps the place of a pixel in the result to a place in the image. Places are in pixels from the image's centre, x to the right, y down.</summary>
/// <remarks>
/// With the place (x, y) of the result's pixel in column j and row i being (j − (width − 1) / 2, i − (height − 1) / 2), its value is that of the image at
/// <code>
/// x′ = XByX · x + XByY · y + XShift
/// y′ = YByX · x + YByY · y + YShift
/// </code>
/// interpolated bilinearly between the four nearest pixels; outside the image it is 0, black.
/// </remarks>
/// <param name="XByX">∂x′/∂x: below 1 magnifies, negative mirrors.</param>
/// <param name="XByY">∂x′/∂y.</param>
/// <param name="XShift">x′ of the result's centre.</param>
/// <param name="YByX">∂y′/∂x.</param>
/// <param name="YByY">∂y′/∂y: below 1 magnifies, negative mirrors.</param>
/// <param name="YShift">y′ of the result's centre.</param>
public readonly record struct AffineMap(double XByX, double XByY, double XShift, double YByX, double YByY, double YShift)
{
    /// <summary>Leaves every pixel where it is.</summary>
    public static AffineMap Identity { get; } = new(1, 0, 0, 0, 1, 0);

    /// <summary>The map of the image that is first resampled by this map, and the result then by another.</summary>
    /// <param name="next">Its places go through <paramref name="next"/> first, then through this map, because maps lead from the result back to the image.</param>
    public AffineMap Then(AffineMap next) => new(
        XByX * next.XByX + XByY * next.YByX,
        XByX * next.XByY + XByY * next.YByY,
        XByX * next.XShift + XByY * next.YShift + XShift,
        YByX * next.XByX + YByY * next.YByX,
        YByX * next.XByY + YByY * next.YByY,
        YByX * next.XShift + YByY * next.YShift + YShift);
}
