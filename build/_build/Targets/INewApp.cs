namespace TalosBuild.Targets;

internal interface INewApp : IPlatformBuild
{
    [Parameter("Name of the new application")]
    string? Name => TryGetValue(() => Name);

    [Parameter("Sample that the new application is made from")]
    string? From => TryGetValue(() => From);

    Target NewApp => _ => _
        .Description("Make a new application in your repository out of a sample")
        .Executes(() => TalosPlatform.Workloads.Scaffolding.NewApp.Run(Session.Run, Name, From));
}
