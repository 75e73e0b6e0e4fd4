using System.Collections.Immutable;
using TalosPlatform.Settings;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Smoke.UserChecks;

/// <summary>Checks of a set of smoke files, with the mistakes in them; what can be read still runs.</summary>
internal sealed record UserCheckFiles(ImmutableArray<ISmokeCheck> Checks, ImmutableArray<Finding> Findings)
{
    /// <summary>Checks one file may hold; more are refused, since files may come from anybody's pull request.</summary>
    private const int MostPerFile = 500;

    /// <summary>Reads the files.</summary>
    /// <param name="files">Smoke files.</param>
    /// <param name="services">Names of the services there are.</param>
    public static UserCheckFiles Read(ImmutableArray<WorkspaceFile> files, ImmutableArray<string> services)
    {
        var checks = ImmutableArray.CreateBuilder<ISmokeCheck>();
        var findings = ImmutableArray.CreateBuilder<Finding>();
        foreach (var file in files)
        {
            var yaml = YamlFile.Load(file.Path, file.Name);
            checks.AddRange(ReadFile(yaml, services).Select(c => new UserSmokeCheck(c)));
            findings.AddRange(yaml.Findings);
        }

        return new UserCheckFiles(checks.ToImmutable(), findings.ToImmutable());
    }

    internal static ImmutableArray<UserCheck> ReadFile(YamlFile yaml, ImmutableArray<string> services)
    {
        var checks = ImmutableArray.CreateBuilder<UserCheck>();
        foreach (var document in yaml.Documents)
        {
            var entries = document.Mappings("checks");
            document.RejectUnknownKeys();
            if (entries.Count == 0 && yaml.Findings.Count == 0)
                document.Report("checks", "no-checks", "the file holds no check: list them under \"checks:\"", Severity.Warning);
            if (entries.Count > MostPerFile)
                document.Report("checks", "too-many", $"{entries.Count} checks in one file: only the first {MostPerFile} run");
            foreach (var entry in entries.Take(MostPerFile))
            {
                if (UserCheckReader.Read(entry, services) is not { } check)
                    continue;
                if (checks.Any(c => c.Name == check.Name))
                    entry.Report("name", "duplicate-name", $"another check of this file is called \"{check.Name}\" too", Severity.Warning);
                checks.Add(check);
            }
        }

        return checks.ToImmutable();
    }
}
