using System.Collections;
using System.Reflection;

namespace Nuke.Common.Execution;

/// <summary>Everything a build takes from its process, so that tests can give it something else.</summary>
internal sealed record BuildEnvironment
{
    public required IReadOnlyList<string> Arguments { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public required string WorkingDirectory { get; init; }

    public string? AssemblyFile { get; init; }

    /// <summary>True when people watch: colours are used.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Width { get; init; } = 120;

    /// <summary>True when signals of the process interrupt the build.</summary>
    public bool ObservesSignals { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public static BuildEnvironment OfProcess(IReadOnlyList<string> arguments)
    {
        var comparer = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
        var variables = new Dictionary<string, string>(comparer);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) variables[(string)entry.Key] = (string?)entry.Value ?? "";
        var isTerminal = !Console.IsOutputRedirected;
        return new BuildEnvironment
        {
            Arguments = arguments,
            Variables = variables,
            WorkingDirectory = Directory.GetCurrentDirectory(),
            AssemblyFile = Assembly.GetEntryAssembly()?.Location is { Length: > 0 } location ? location : null,
            IsTerminal = isTerminal,
            Width = isTerminal && Console.WindowWidth > 40 ? Console.WindowWidth : 120,
            ObservesSignals = true,
        };
    }
}
