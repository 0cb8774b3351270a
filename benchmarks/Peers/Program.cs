using MlNetLosses.Benchmarks.Peers;

// dotnet run -c Release --project benchmarks/Peers [-- repetitions]
HingeAgainstMlNet.Run(repetitions: args.Length > 0 ? int.Parse(args[0]) : 5);
