using MlNetLosses.Benchmarks.Peers;
using MlNetLosses.Benchmarks.Peers.Contrastive;
using MlNetLosses.Benchmarks.Peers.Paths;
using MlNetLosses.Benchmarks.Peers.Scale;

// dotnet run -c Release --project benchmarks/Peers [-- hinge [repetitions]]
// dotnet run -c Release --project benchmarks/Peers -- paths
// dotnet run -c Release --project benchmarks/Peers -- contrastive [repetitions [python]]
// dotnet run -c Release --project benchmarks/Peers -- reading [repetitions]
// dotnet run -c Release --project benchmarks/Peers -- larger-than-memory
// dotnet run -c Release --project benchmarks/Peers -- growth
// Paths need glmnet and scikit-learn: apt-get install --no-install-recommends r-base-core r-cran-glmnet python3-sklearn.
// Contrastive needs PyTorch: apt-get install --no-install-recommends python3-torch libopenblas0-pthread. Without OpenBLAS Debian's PyTorch is half as fast.
int repetitions = args.Length > 1 && int.TryParse(args[1], out int given) ? given : 5;
switch (args.FirstOrDefault("hinge"))
{
    case "hinge":
        HingeAgainstMlNet.Run(repetitions);
        return 0;
    case "contrastive":
        SimClrAgainstTorch.Run(repetitions, python: args.Length > 2 ? args[2] : "/usr/bin/python3");
        return 0;
    case "paths":
        PathsAgainstPeers.Run();
        return 0;
    case "reading":
        Reading.Run(repetitions);
        return 0;
    case "larger-than-memory":
        LargerThanMemory.Run();
        return 0;
    case "growth":
        Growth.Run();
        return 0;
    case MeasuredFit.Command:
        MeasuredFit.Run(args.AsSpan(1));
        return 0;
    default:
        Console.Error.WriteLine($"The benchmark must be hinge, paths, contrastive, reading, larger-than-memory or growth, got '{args[0]}'.");
        return 1;
}
