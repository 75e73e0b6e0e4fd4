using System.Collections.Immutable;

namespace TalosPlatform.Stack.Host;

/// <summary>A component of the stack as <c>stack/host/&lt;name&gt;/component.yaml</c> describes it.</summary>
public sealed record HostComponent
{
    /// <summary>Name of the component.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of the description and its configuration files.</summary>
    public required string Folder { get; init; }

    /// <summary>Pinned tool that carries its binary.</summary>
    public required string Tool { get; init; }

    /// <summary>Whether nothing works without it.</summary>
    public bool Required { get; init; }

    /// <summary>Preferred ports by name; taken ones are replaced by the next free.</summary>
    public ImmutableSortedDictionary<string, int> Ports { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Configuration files to render.</summary>
    public ImmutableArray<HostConfigFile> Files { get; init; } = [];

    /// <summary>Arguments.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Arguments and variables that depend on the version or on other components.</summary>
    public ImmutableArray<HostAddition> Additions { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Path on port <c>http</c> that answers 200 when it is ready.</summary>
    public string ReadyPath { get; init; } = "/-/ready";

    /// <summary>Path on port <c>http</c> that makes it read its configuration anew by POST; null when it has to be restarted.</summary>
    public string? ReloadPath { get; init; }

    /// <summary>Folder inside its configuration that gets the alert rules; null when it takes none.</summary>
    public string? RulesFolder { get; init; }

    /// <summary>Folder inside its configuration that gets the dashboards; null when it takes none.</summary>
    public string? DashboardsFolder { get; init; }

    /// <summary>Path of its own metrics; null when it has none.</summary>
    public string? MetricsPath { get; init; }
}

/// <summary>A configuration file: source inside the component's folder, target inside the cluster's configuration folder, and the components it is about.</summary>
public sealed record HostConfigFile(string From, string To, ImmutableArray<string> Needs);

/// <summary>Arguments and variables for versions from <paramref name="Since"/> on, and only beside the components named.</summary>
public sealed record HostAddition(Version? Since, ImmutableArray<string> Needs, ImmutableArray<string> Arguments, ImmutableSortedDictionary<string, string> Environment);
