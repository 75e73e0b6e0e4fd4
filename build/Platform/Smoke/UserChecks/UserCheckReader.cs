using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Smoke.UserChecks;

/// <summary>Reads one check of a smoke file, strictly; the keys are those of <c>stack/schemas/smoke.schema.json</c>.</summary>
internal static class UserCheckReader
{
    private static readonly TimeSpan LongestWithin = TimeSpan.FromMinutes(10);
    private static readonly (string Key, Question Question)[] Questions =
        [("promql", Question.PromQl), ("logql", Question.LogQl), ("traceql", Question.TraceQl), ("http", Question.Http)];

    private static readonly (string Key, ComparisonKind Kind)[] Comparisons =
        [("above", ComparisonKind.Above), ("below", ComparisonKind.Below), ("equals", ComparisonKind.Equals), ("atLeast", ComparisonKind.AtLeast), ("atMost", ComparisonKind.AtMost), ("between", ComparisonKind.Between)];

    /// <summary>Reads a check; mistakes go to the file's findings. Null when too little is left to run.</summary>
    public static UserCheck? Read(YamlMapping map, ImmutableArray<string> services)
    {
        var name = map.RequiredText("name");
        var question = ReadQuestion(map);
        var comparison = ReadComparison(map);
        var check = new UserCheck(Evidence.Shorten(name), question.Kind, question.Query)
        {
            Comparison = comparison,
            Status = ReadStatus(map),
            Contains = map.Text("contains"),
            Within = ReadWithin(map),
            Message = map.Text("message") is { } message ? Evidence.Shorten(message, 400) : null,
            Needs = [.. map.Texts("needs")],
        };
        map.RejectUnknownKeys();
        foreach (var need in check.Needs.Where(need => !services.Contains(need)))
            map.Report("needs", "unknown-service", $"\"{need}\" is no service of this platform: {NearestName.Hint(need, services)}", Severity.Warning);
        if (name.Length == 0 || question.Query.Length == 0)
            return null;
        return check.Question == Question.Http ? Http(map, check, services) : Query(map, check);
    }

    private static UserCheck? Http(YamlMapping map, UserCheck check, ImmutableArray<string> services)
    {
        if (check.Comparison is not null)
            map.Report("http", "wrong-key", "an http check compares with \"status\" and \"contains\", not with a number", Severity.Warning);
        if (ServiceAddress.TryParse(check.Query) is not { } address)
        {
            map.Report("http", "invalid-address", $"\"{Evidence.Shorten(check.Query)}\" is not an address of a service of this platform: write ${{service}}/path, such as ${{grpc-orders}}/healthz; other hosts are never called");
            return null;
        }

        if (!services.Contains(address.Service))
            map.Report("http", "unknown-service", $"\"{address.Service}\" is no service of this platform: {NearestName.Hint(address.Service, services)}", Severity.Warning);
        return check with { Address = address };
    }

    private static UserCheck? Query(YamlMapping map, UserCheck check)
    {
        foreach (var key in (string[])["status", "contains"])
        {
            if (map.Has(key))
                map.Report(key, "wrong-key", $"\"{key}\" belongs to http checks");
        }

        if (check.Comparison is not null)
            return check;
        if (!Comparisons.Any(c => map.Has(c.Key)))
            map.Report("name", "missing-key", $"a check of a query needs one of {string.Join(", ", Comparisons.Select(c => c.Key))}");
        return null;
    }

    private static (Question Kind, string Query) ReadQuestion(YamlMapping map)
    {
        var found = Questions.Select(q => (q.Key, q.Question, Text: map.Text(q.Key))).Where(q => map.Has(q.Key)).ToList();
        if (found.Count == 1 && !string.IsNullOrWhiteSpace(found[0].Text))
            return (found[0].Question, found[0].Text!.Trim());
        if (found.Count == 0)
            map.Report("name", "missing-key", $"a check needs one of {string.Join(", ", Questions.Select(q => q.Key))}");
        else if (found.Count > 1)
            map.Report(found[1].Key, "conflicting-keys", $"\"{found[0].Key}\" and \"{found[1].Key}\" exclude each other: make two checks of them");
        else
            map.Report(found[0].Key, "missing-key", $"\"{found[0].Key}\" is empty");
        return (Question.PromQl, "");
    }

    private static Comparison? ReadComparison(YamlMapping map)
    {
        // Every key is asked for, so that an unknown one is compared with all of them.
        var read = Comparisons.Select(c => (c.Key, Value: ReadBounds(map, c.Key, c.Kind), Present: map.Has(c.Key))).Where(c => c.Present).ToList();
        if (read.Count > 1)
        {
            map.Report(read[1].Key, "conflicting-keys", $"\"{read[0].Key}\" and \"{read[1].Key}\" exclude each other; for a range write between: [low, high]");
            return null;
        }

        return read.Count == 1 ? read[0].Value : null;
    }

    private static Comparison? ReadBounds(YamlMapping map, string key, ComparisonKind kind)
    {
        if (kind != ComparisonKind.Between)
            return map.Number(key) is { } bound ? new Comparison(kind, bound) : null;
        if (!map.Has(key))
            return null;
        var bounds = map.Decimals(key);
        if (bounds.Count == 2 && bounds[0] <= bounds[1])
            return new Comparison(kind, (double)bounds[0], (double)bounds[1]);
        map.Report(key, "invalid-value", "\"between\" must be two numbers, the lower one first: [0, 1]");
        return null;
    }

    private static int? ReadStatus(YamlMapping map)
    {
        var status = map.Integer("status");
        if (status is null or (>= 100 and <= 599))
            return status;
        map.Report("status", "invalid-value", $"\"{status}\" is no HTTP status: 100 to 599");
        return null;
    }

    private static TimeSpan? ReadWithin(YamlMapping map)
    {
        var within = map.Duration("within");
        if (within is null || (within > TimeSpan.Zero && within <= LongestWithin))
            return within;
        map.Report("within", "invalid-value", $"\"within\" must be more than 0s and at most {Durations.Format(LongestWithin)}");
        return null;
    }
}
