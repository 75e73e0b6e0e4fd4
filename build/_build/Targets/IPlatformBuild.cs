namespace TalosBuild.Targets;

/// <summary>Parameters that every target of the platform shares.</summary>
internal interface IPlatformBuild : IReportParameters, ITokenParameters, INodeParameters
{
    [Parameter("Folder of your repository; default: the current folder")]
    string? Workspace => TryGetValue(() => Workspace);

    [Parameter("Configuration file, relative to the workspace; default: .talos-dev/config.yaml")]
    string? Config => TryGetValue(() => Config);

    [Parameter("How long a component may take to become ready, such as 5m")]
    string? WaitTimeout => TryGetValue(() => WaitTimeout);

    [Parameter("Name of the cluster; default: talos-dev")]
    string? ClusterName => TryGetValue(() => ClusterName);

    [Parameter("Where the platform runs: auto, talos or host; default: auto, the first that can work")]
    string? Provider => TryGetValue(() => Provider);

    [Parameter("Components to leave out")]
    string[]? Without => TryGetValue(() => Without);

    [Parameter("Samples to run; default: all of them")]
    string[]? Samples => TryGetValue(() => Samples);

    [Parameter("Resource profile of the applications' namespace: none, small, medium or large; default: none")]
    string? Quota => TryGetValue(() => Quota);

    [Parameter("Treat warnings of checks as errors")]
    bool Strict => TryGetValue<bool?>(() => Strict) ?? false;

    [Parameter("Command that runs your integration tests")]
    string? TestCommand => TryGetValue(() => TestCommand);

    Session Session { get; }
}
