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

    [Parameter("Where the platform runs: auto, existing, talos or host; default: auto, the first that can work")]
    string? Provider => TryGetValue(() => Provider);

    [Parameter("Kubeconfig of provider existing; default: the one kubectl would take")]
    string? Kubeconfig => TryGetValue(() => Kubeconfig);

    [Parameter("Context of provider existing; has no default, so that no cluster is changed by accident")]
    string? Context => TryGetValue(() => Context);

    [Parameter("Contexts that may be used although their server is neither this machine nor in a private network")]
    string[]? AllowContext => TryGetValue(() => AllowContext);

    [Parameter("Components that a cluster gets: minimal, standard or full; default: standard")]
    string? StackProfile => TryGetValue(() => StackProfile);

    [Parameter("Components to deploy besides those of the profile")]
    string[]? With => TryGetValue(() => With);

    [Parameter("Components to leave out")]
    string[]? Without => TryGetValue(() => Without);

    [Parameter("Images taken from elsewhere, as name=reference; the name is one of stack/versions.yaml or a repository")]
    string[]? ImageOverride => TryGetValue(() => ImageOverride);

    [Parameter("Take fields of Kubernetes objects from whoever owns them")]
    bool ForceConflicts => TryGetValue<bool?>(() => ForceConflicts) ?? false;

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
