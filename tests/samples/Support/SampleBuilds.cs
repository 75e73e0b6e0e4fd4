using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using TalosPlatform.Tests.Samples.Support;

[assembly: AssemblyFixture(typeof(SampleBuilds))]

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>Builds each sample once, by the command of its own app.yaml, into a folder beside the tests.</summary>
public sealed class SampleBuilds : IAsyncDisposable
{
    /// <summary>The PostgreSQL of the samples that need one.</summary>
    public TestDatabase Database { get; } = new();

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private readonly ConcurrentDictionary<string, Lazy<Task<Outcome>>> _builds = new();

    /// <summary>The output folder, or the reason why this machine cannot build the sample.</summary>
    public sealed record Outcome(string? Output, string? Missing);

    /// <summary>Builds, or waits for the build that is under way.</summary>
    public Task<Outcome> Get(string sample) => _builds.GetOrAdd(sample, name => new Lazy<Task<Outcome>>(() => BuildAsync(name))).Value;

    private static async Task<Outcome> BuildAsync(string sample)
    {
        var output = Path.Combine(AppContext.BaseDirectory, "built", sample);
        Directory.CreateDirectory(output);
        var manifest = AppManifest.Of(sample);
        foreach (var requirement in manifest.Requires)
        {
            if ((await Shell.RunAsync(requirement.Command, Repository.Sample(sample), TimeSpan.FromMinutes(1))).ExitCode != 0)
                return new Outcome(null, requirement.Fix);
        }
        if (manifest.Build is not { } build)
            return new Outcome(output, null);

        var command = build.Command.Select(part => part.Replace("${output}", output, StringComparison.Ordinal)).ToArray();
        var (exitCode, text) = await Shell.RunAsync(command, Repository.Sample(sample), TimeSpan.FromMinutes(5));
        return exitCode switch
        {
            0 => new Outcome(output, null),
            null => new Outcome(null, $"{command[0]} is not installed."),
            _ when command[0] == "dotnet" => throw new InvalidOperationException($"{string.Join(' ', command)} failed:\n{text}"),
            _ => new Outcome(null, $"{string.Join(' ', command)} failed: {text.Trim()}"),
        };
    }
}

/// <summary>Runs a command to its end.</summary>
public static class Shell
{
    /// <summary>Exit code (null: no such command) and what was printed.</summary>
    public static async Task<(int? ExitCode, string Text)> RunAsync(IReadOnlyList<string> command, string folder, TimeSpan deadline)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            using var limit = new CancellationTokenSource(deadline);
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException($"{string.Join(' ', command)} did not end within {deadline}.");
            }
            return (process.ExitCode, await output + await errors);
        }
        catch (Win32Exception)
        {
            return (null, "");
        }
    }
}
