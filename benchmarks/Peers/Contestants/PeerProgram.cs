using System.Diagnostics;

namespace MlNetLosses.Benchmarks.Peers.Contestants;

/// <summary>A program that a peer runs in.</summary>
internal static class PeerProgram
{
    // Settings of the machine for other programs, which would handicap the peer.
    private static readonly string[] ForeignSettings = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"];

    /// <summary>How to start it, free of settings that were not made for it.</summary>
    public static ProcessStartInfo Command(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments);
        foreach (string variable in ForeignSettings) start.Environment.Remove(variable);
        return start;
    }
}
