using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Dashboards;

/// <summary>The file of accepted findings and expected gaps: <c>.talos-dev/dashboard-exclusions.yaml</c> of a workspace,
/// <c>dashboards/exclusions.yaml</c> of the platform's own dashboards. Every entry needs a reason.</summary>
/// <param name="Exclusions">Findings that are accepted.</param>
/// <param name="ExpectedEmpty">Queries that are expected to give nothing.</param>
/// <param name="Findings">Mistakes in the file; the sound entries still count.</param>
public sealed record DashboardExclusions(ImmutableArray<Exclusion> Exclusions, ImmutableArray<ExpectedEmpty> ExpectedEmpty, ImmutableArray<Finding> Findings)
{
    /// <summary>Reads a file; one that does not exist holds nothing.</summary>
    public static DashboardExclusions Load(string path, string name) => File.Exists(path) ? Read(YamlFile.Load(path, name)) : new([], [], []);

    /// <summary>Reads the file's content.</summary>
    public static DashboardExclusions Parse(string yaml, string name) => Read(YamlFile.Parse(yaml, name));

    private static DashboardExclusions Read(YamlFile file)
    {
        var exclusions = ImmutableArray.CreateBuilder<Exclusion>();
        var expected = ImmutableArray.CreateBuilder<ExpectedEmpty>();
        if (file.Root is { } root)
        {
            foreach (var entry in root.Mappings("exclusions"))
            {
                exclusions.Add(new Exclusion(entry.RequiredText("rule"), entry.Text("dashboard") ?? "*", entry.Text("panel"), entry.RequiredText("reason")));
                entry.RejectUnknownKeys();
            }

            foreach (var entry in root.Mappings("expectedEmpty"))
            {
                expected.Add(new ExpectedEmpty(entry.RequiredText("dashboard"), entry.RequiredText("panel"), entry.RequiredText("reason")) { Query = entry.Text("query"), Unless = entry.Text("unless"), Sometimes = entry.Boolean("sometimes") ?? false });
                entry.RejectUnknownKeys();
            }

            root.RejectUnknownKeys();
        }

        return new DashboardExclusions(
            [.. exclusions.Where(e => e.Rule.Length > 0 && e.Reason.Length > 0)],
            [.. expected.Where(e => e.Dashboard.Length > 0 && e.Panel.Length > 0 && e.Reason.Length > 0)],
            [.. file.Findings]);
    }

    /// <summary>Leaves accepted findings out, names exclusions that accept nothing, and makes warnings errors when strict.</summary>
    internal static ImmutableArray<Finding> Apply(ImmutableArray<LocatedFinding> findings, ImmutableArray<Exclusion> exclusions, bool strict)
    {
        var used = new HashSet<Exclusion>();
        var kept = new List<Finding>();
        foreach (var located in findings)
        {
            if (exclusions.FirstOrDefault(e => Accepts(e, located)) is { } exclusion)
                used.Add(exclusion);
            else
                kept.Add(located.Finding);
        }

        kept.AddRange(exclusions.Where(e => !used.Contains(e)).Select(e => new Finding("", "", "unused-exclusion", Severity.Info,
            $"the exclusion of \"{e.Rule}\" for \"{e.Dashboard}\"{(e.Panel is null ? "" : $", panel \"{e.Panel}\"")} ({e.Reason}) accepts nothing any more; remove it")));
        return
        [
            .. kept.Select(f => strict && f.Severity == Severity.Warning ? f with { Severity = Severity.Error } : f)
                .Distinct()
                .OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => f.Rule, StringComparer.Ordinal).ThenBy(f => f.Message, StringComparer.Ordinal),
        ];
    }

    private static bool Accepts(Exclusion exclusion, LocatedFinding located) =>
        Wildcard.Matches(exclusion.Rule, located.Finding.Rule)
        && (located.Dashboard?.IsMeantBy(exclusion.Dashboard) ?? Wildcard.Matches(exclusion.Dashboard, located.Finding.File))
        && (exclusion.Panel is null || Wildcard.Matches(exclusion.Panel, located.Owner));
}
