using Microsoft.ML.Data;
using MlNetLosses.Data;

namespace MlNetLosses.Interop;

/// <summary>Takes rows of features one by one, and makes a matrix of them.</summary>
internal interface IFeatureSink : IDisposable
{
    /// <summary>Appends a row.</summary>
    /// <exception cref="ArgumentException">The matrix outgrows what can be held.</exception>
    void Add(in VBuffer<float> row);

    /// <summary>The rows so far, and the file that they are in, if they are. Nothing may be added afterwards.</summary>
    (FeatureMatrix Features, FeatureFile? File) Build();
}
