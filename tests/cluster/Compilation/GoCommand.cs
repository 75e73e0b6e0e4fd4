using TalosPlatform.Shared.Commands;

namespace TalosPlatform.Tests.Cluster.Compilation;

/// <summary>Go in GOPATH mode, with caches of its own and without a C compiler.</summary>
internal sealed class GoCommand(ICommandRunner commands, string goRoot, string goPath, string cache, string folder)
{
    /// <summary>Runs <c>go build</c> at low priority.</summary>
    public Task BuildAsync(IReadOnlyList<string> arguments, string purpose, CancellationToken cancellation) =>
        commands.RunCheckedAsync(
            Command.Of("nice", ["-n", "5", Path.Combine(goRoot, "bin", "go"), "build", .. arguments]) with
            {
                WorkingDirectory = folder,
                Deadline = TimeSpan.FromHours(2),
                Environment = Command.Of("").Environment.AddRange(new Dictionary<string, string?>
                {
                    ["GOROOT"] = goRoot,
                    ["GOPATH"] = goPath,
                    ["GOCACHE"] = cache,
                    ["GOTMPDIR"] = Path.GetDirectoryName(cache),
                    ["GO111MODULE"] = "off",
                    ["GOFLAGS"] = "",
                    ["GOENV"] = "off",
                    ["CGO_ENABLED"] = "0",
                }),
            },
            purpose,
            "Read what the compiler said; three gigabytes of disk space and of memory are needed.",
            cancellation: cancellation);
}
