using BenchmarkDotNet.Running;

// dotnet run -c Release --project benchmarks/Kernels -- --filter '*' --job short
BenchmarkSwitcher.FromAssembly(typeof(MlNetLosses.Benchmarks.Kernels.RowProducts).Assembly).Run(args);
