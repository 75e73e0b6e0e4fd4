using System.Collections.Immutable;

namespace TalosPlatform.Workloads;

/// <summary>An application as its <c>app.yaml</c> describes it: how to build and run it as a process, and what load makes sense.</summary>
public sealed record AppDefinition
{
    /// <summary>Name; also the service name of its telemetry.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of the application, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>Tool that must be present, such as <c>dotnet</c> or <c>node</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>What must hold on this machine before it can be built.</summary>
    public ImmutableArray<AppRequirement> Requires { get; init; } = [];

    /// <summary>Databases it needs, such as <c>postgres</c>; it gets one of its own in each.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Command that builds it into <c>${output}</c>; empty when there is nothing to build.</summary>
    public ImmutableArray<string> Build { get; init; } = [];

    /// <summary>Command that runs it.</summary>
    public ImmutableArray<string> Run { get; init; } = [];

    /// <summary>Folder to run in; may hold <c>${output}</c>.</summary>
    public string WorkingDirectory { get; init; } = "${output}";

    /// <summary>Ports by name, each with the environment variable that carries the number.</summary>
    public ImmutableSortedDictionary<string, string> Ports { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Further environment variables; <c>${url:app:port}</c> is another application's address.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Name of the port that answers when the application is ready.</summary>
    public string ReadyPort { get; init; } = "http";

    /// <summary>Path that answers 200 when the application is ready.</summary>
    public string ReadyPath { get; init; } = "/readyz";

    /// <summary>Requests the load generator may send.</summary>
    public ImmutableArray<AppRequest> Load { get; init; } = [];

    /// <summary>Its Deployment, from <c>k8s.yaml</c> beside <c>app.yaml</c>.</summary>
    public required Workload Workload { get; init; }
}

/// <summary>A command that succeeds where the application can be built, and how to get there.</summary>
/// <param name="Command">Run in the application's folder.</param>
/// <param name="Fix">The one command that makes it succeed.</param>
public sealed record AppRequirement(ImmutableArray<string> Command, string Fix);

/// <summary>A request the load generator may send, with its share of the traffic.</summary>
public sealed record AppRequest(string Method, string Path, int Weight, string? Body, string? ContentType);
