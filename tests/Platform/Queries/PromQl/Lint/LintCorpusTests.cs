using System.Text.RegularExpressions;
using TalosPlatform.Queries.PromQl;
using TalosPlatform.Queries.PromQl.Lint;

namespace TalosPlatform.Tests.Queries.PromQl.Lint;

/// <summary>Well-kept public rules and dashboards: what lint says about them must be true, so the counts are pinned.</summary>
public sealed partial class LintCorpusTests
{
    private static readonly LintContext Every30Seconds = new(TimeSpan.FromSeconds(30));

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Findings_in_rules_are_few()
    {
        var found = Lint(Corpus.Rules());
        foreach (var f in found) Console.WriteLine("FIND " + f);
        Assert.Empty(found);
    }

    [Fact(Skip = Corpus.Absent, SkipWhen = nameof(Corpus.IsAbsent), SkipType = typeof(Corpus))]
    public void Findings_in_dashboards_are_few()
    {
        var queries = Corpus.Dashboards().Select(it => (it.Source, Durations().Replace(it.Query, "[5m"))).ToList();
        foreach (var q in queries) if (!PromQlParser.Parse(q.Item2).IsValid) Console.WriteLine("BAD " + q.Item2 + PromQlParser.Parse(q.Item2).Errors[0]);
        Console.WriteLine("TOTAL " + queries.Count);
        var found = Lint(queries);
        foreach (var f in found) Console.WriteLine("FIND " + f);
        Assert.Empty(found);
    }

    private static List<string> Lint(IEnumerable<(string Source, string Query)> queries)
    {
        var found = new List<string>();
        foreach (var (source, query) in queries)
        {
            if (PromQlParser.Parse(query) is { IsValid: true } result)
                found.AddRange(PromQlLinter.Lint(result.Expression, Every30Seconds).Select(f => $"{f.RuleId}: {source}: {f.Message}   «{query}»"));
        }

        return found;
    }

    [GeneratedRegex(@"\[\$(\w+|\{\w+\})")]
    private static partial Regex Durations();
}
