namespace MlNetLosses.Contrastive.Training;

/// <summary>What was read from a data view.</summary>
/// <param name="Rows">One array an example, all of one length, all finite.</param>
/// <param name="Labels">Classes 0, 1, … for a supervised loss, −1 where a row has none; null: no column was named.</param>
/// <param name="MonitorLabels">The same for the monitors.</param>
internal sealed record Examples(float[][] Rows, int[]? Labels, int[]? MonitorLabels);
