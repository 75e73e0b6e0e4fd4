using System.Collections.Immutable;
using TalosPlatform.Workloads;

namespace TalosPlatform.Tests.Integration;

/// <summary>Applications without files.</summary>
internal static class IntegrationApps
{
    public static AppDefinition App(string name) => new()
    {
        Name = name,
        Folder = "/nowhere",
        Runtime = "none",
        Workload = new Workload("Deployment", name, "default", 1, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty, []),
    };
}
