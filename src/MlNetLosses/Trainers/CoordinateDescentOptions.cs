namespace MlNetLosses.Trainers;

/// <summary>What the trainers by coordinate descent can be told. There is nothing random in them.</summary>
public sealed class CoordinateDescentOptions : LinearTrainerOptions;
