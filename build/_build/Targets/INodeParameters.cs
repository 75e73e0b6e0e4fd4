namespace TalosBuild.Targets;

/// <summary>Parameters for providers that make nodes.</summary>
internal interface INodeParameters : INukeBuild
{
    [Parameter("Nodes in all, one of them the control plane; default: 2 where Docker has the memory, else 1")]
    int? Nodes => TryGetValue<int?>(() => Nodes);

    [Parameter("Workers beside the control plane; another way to say --nodes")]
    int? Workers => TryGetValue<int?>(() => Workers);

    [Parameter("Version of Kubernetes for new nodes; default: that of the version of Talos")]
    string? KubernetesVersion => TryGetValue(() => KubernetesVersion);

    [Parameter("Version of Talos for new nodes; default: the pinned one")]
    string? TalosVersion => TryGetValue(() => TalosVersion);

    [Parameter("Stand-ins for registries: registry=mirror, or mirror for all of them")]
    string[]? RegistryMirror => TryGetValue(() => RegistryMirror);

    [Parameter("Keep what a failed creation of nodes made, to look at it")]
    bool KeepOnFailure => TryGetValue<bool?>(() => KeepOnFailure) ?? false;

    [Parameter("Make a cluster that exists anew; what is stored in it is lost")]
    bool Recreate => TryGetValue<bool?>(() => Recreate) ?? false;
}
