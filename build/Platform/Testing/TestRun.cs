using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Testing;

/// <summary>What a test project found.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed, a crashed run among them.</param>
/// <param name="Skipped">Tests that were skipped.</param>
/// <param name="Failures">Name and message of each failure.</param>
public sealed record TestOutcome(string Project, int Passed, int Failed, int Skipped, ImmutableArray<string> Failures);

/// <summary>The target Test: compiles the test projects of the platform and runs every one.</summary>
public sealed class TestRun(ICommandRunner commands, IProgressReporter progress, string root, string results)
{
    private const string Configuration = "Release";

    // One builds Kubernetes from source, the other runs a Docker engine; both need root: only those pay who ask for them by name.
    private static readonly string[] OnlyByName = ["Cluster.Tests", "Docker.Tests"];

    /// <summary>The projects that run on a real Kubernetes, by the start of their names.</summary>
    public static ImmutableArray<string> ClusterProjects { get; } = ["Cluster"];

    /// <summary>Runs all projects under <c>tests/</c>, or those whose name is given.</summary>
    /// <exception cref="PlatformException">The tests do not compile, or there is no such project.</exception>
    public async Task<ImmutableArray<TestOutcome>> RunAsync(IReadOnlyCollection<string> only, CancellationToken cancellation)
    {
        var projects = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        if (only.FirstOrDefault(name => !projects.Exists(p => Path.GetFileNameWithoutExtension(p).StartsWith(name, StringComparison.OrdinalIgnoreCase))) is { } unknown)
            throw new PlatformException($"There is no test project \"{unknown}\".", Shared.Text.NearestName.Hint(unknown, [.. projects.Select(p => Path.GetFileNameWithoutExtension(p))]));
        projects = only.Count == 0
            ? [.. projects.Where(p => !OnlyByName.Contains(Path.GetFileNameWithoutExtension(p)))]
            : [.. projects.Where(p => only.Any(name => Path.GetFileNameWithoutExtension(p).StartsWith(name, StringComparison.OrdinalIgnoreCase)))];

        await progress.StepAsync("compiling the tests", step => CompileAsync(projects, step, cancellation));
        var outcomes = ImmutableArray.CreateBuilder<TestOutcome>();
        // One after the other: each project uses all cores, and integration tests measure time.
        foreach (var project in projects)
            outcomes.Add(await progress.StepAsync($"tests {Path.GetFileNameWithoutExtension(project)}", step => RunProjectAsync(project, step, cancellation)));
        return outcomes.ToImmutable();
    }

    private async Task CompileAsync(List<string> projects, IStep step, CancellationToken cancellation)
    {
        foreach (var project in projects)
        {
            step.Update(Path.GetFileNameWithoutExtension(project));
            await commands.RunCheckedAsync(
                Command.Of("dotnet", "build", project, "-c", Configuration, "-v", "quiet", "--nologo") with { WorkingDirectory = root, Deadline = TimeSpan.FromMinutes(10) },
                $"Compiling \"{Path.GetFileName(project)}\"",
                cancellation: cancellation);
        }
    }

    private async Task<TestOutcome> RunProjectAsync(string project, IStep step, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var report = Path.Combine(results, name + ".junit.xml");
        Directory.CreateDirectory(results);
        File.Delete(report);
        var assembly = Path.Combine(Path.GetDirectoryName(project)!, "bin", Configuration, "net10.0", name + ".dll");
        var counted = new TestProgress();
        var result = await commands.RunAsync(
            Command.Of("dotnet", assembly, "--results-directory", results, "--report-xunit-junit", "--report-xunit-junit-filename", Path.GetFileName(report), "--progress", "off", "--no-ansi", "--output", "Detailed")
                with { WorkingDirectory = Path.GetDirectoryName(project), Deadline = TimeSpan.FromMinutes(40) },
            line => step.Update(counted.Read(line)),
            cancellation);
        var outcome = File.Exists(report) ? Read(name, report) : new TestOutcome(name, 0, 1, 0, [$"{name} wrote no results; exit code {result.ExitCode}:\n{result.Tail()}"]);
        // A crash after the last test leaves a good report and a bad exit code.
        if (outcome.Failed == 0 && result.ExitCode != 0)
            outcome = outcome with { Failed = 1, Failures = [$"{name} ended with exit code {result.ExitCode}:\n{result.Tail()}"] };
        step.Note($"{outcome.Passed} passed, {outcome.Failed} failed, {outcome.Skipped} skipped");
        return outcome;
    }

    private static TestOutcome Read(string project, string report)
    {
        try
        {
            var cases = XDocument.Load(report).Descendants("testcase").ToList();
            var failures = cases.Where(c => c.Element("failure") is not null || c.Element("error") is not null).ToList();
            var skipped = cases.Count(c => c.Element("skipped") is not null);
            return new TestOutcome(project, cases.Count - failures.Count - skipped, failures.Count, skipped, [.. failures.Select(Describe)]);
        }
        catch (XmlException error)
        {
            return new TestOutcome(project, 0, 1, 0, [string.Create(CultureInfo.InvariantCulture, $"\"{report}\" is not XML: {error.Message}")]);
        }
    }

    private static string Describe(XElement test)
    {
        var problem = test.Element("failure") ?? test.Element("error")!;
        return $"{test.Attribute("classname")?.Value}.{test.Attribute("name")?.Value}: {problem.Attribute("message")?.Value}\n{problem.Value}".TrimEnd();
    }
}
