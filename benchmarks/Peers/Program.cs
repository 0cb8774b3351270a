using MlNetLosses.Benchmarks.Peers;
using MlNetLosses.Benchmarks.Peers.Paths;

// dotnet run -c Release --project benchmarks/Peers [-- repetitions]: hinge beside ML.NET's Sdca
// dotnet run -c Release --project benchmarks/Peers -- paths: regularisation paths beside glmnet and scikit-learn
if (args is ["paths"]) PathsAgainstPeers.Run();
else HingeAgainstMlNet.Run(repetitions: args.Length > 0 ? int.Parse(args[0]) : 5);
