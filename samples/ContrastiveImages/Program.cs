// Ten thousand images and a hundred labels: learn what images have in common without labels, then need few of them.
using System.CommandLine;
using MlNetLosses.Samples.ContrastiveImages;
using Spectre.Console;

Option<string> dataOption = new("--data")
{
    Description = "Directory of Fashion-MNIST's four files (*-ubyte.gz), for example /usr/share/datasets/fashion-mnist. Without it, the 10,000 + 4,000 images that come with the samples.",
    DefaultValueFactory = _ => FashionMnist.Shipped,
};
Option<int> epochsOption = new("--epochs") { Description = "Passes of the pretraining over the unlabelled images.", DefaultValueFactory = _ => 14 };
Option<int> seedOption = new("--seed") { Description = "Seed of the pretraining.", DefaultValueFactory = _ => 1 };
Option<string> outputOption = new("--output") { Description = "Directory of the results.", DefaultValueFactory = _ => Path.Combine("results", "contrastive-images") };
Option<bool> quickOption = new("--quick") { Description = "A few seconds on a few images, to see that it runs." };
RootCommand command = new("Contrastive pretraining on images of clothes: what it is worth when labels are few.") { dataOption, epochsOption, seedOption, outputOption, quickOption };
epochsOption.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
        result.AddError("--epochs must be at least 1.");
});
command.Validators.Add(result =>
{
    if (result.GetValue(dataOption) is { } directory && !File.Exists(Path.Combine(directory, FashionMnist.FirstFile)))
        result.AddError($"--data must name a directory with {FashionMnist.FirstFile} and its three fellows, got '{directory}'. On Debian, apt-get install dataset-fashion-mnist puts them into /usr/share/datasets/fashion-mnist.");
});
command.SetAction(arguments =>
{
    IAnsiConsole console = AnsiConsole.Console;
    if (Console.IsOutputRedirected)
        console.Profile.Width = 160;
    Settings settings = new(
        arguments.GetValue(dataOption)!, arguments.GetValue(outputOption)!, arguments.GetValue(epochsOption), arguments.GetValue(seedOption));
    new Experiment(arguments.GetValue(quickOption) ? Settings.Quick(settings) : settings, console).Run();
});
return command.Parse(args).Invoke();
