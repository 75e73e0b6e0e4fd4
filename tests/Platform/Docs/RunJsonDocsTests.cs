using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Tests.Docs;

/// <summary>The contract and its description name the same keys.</summary>
public sealed partial class RunJsonDocsTests
{
    private static readonly Document Description = Document.Load("docs/run-json.md");

    public static TheoryData<string> Sections => [.. Keys(typeof(RunDocument), deep: false).Where(k => k is not ("schema" or "startedAt" or "finishedAt"))];

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_key_of_a_section_is_described_and_no_other(string section)
    {
        var property = typeof(RunDocument).GetProperties().Single(p => Name(p) == section);
        var described = FirstCells(section).ToList();
        // Objects with two or three numbers are told in one row, findings and services once for all.
        var told = Keys(Element(property.PropertyType), deep: true).Where(k => !Inner(section, k)).ToList();
        Assert.Equal(told.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Top_level_keys_and_findings_are_described()
    {
        Assert.Empty(Keys(typeof(RunDocument), deep: false).Except(Description.Spans));
        Assert.Equal(Keys(typeof(Finding), deep: false).Order(StringComparer.Ordinal), FirstCells("A finding").Order(StringComparer.Ordinal));
    }

    private static bool Inner(string section, string key) =>
        key is "monthly.low" or "monthly.expected" or "monthly.high" or "cost.delta" or "cost.percent"
        || key.StartsWith("findings[].", StringComparison.Ordinal) || section is ("baseline" or "integration") && key.StartsWith("services[].", StringComparison.Ordinal) || section == "integration" && key.StartsWith("tests[].", StringComparison.Ordinal);

    private static IEnumerable<string> FirstCells(string heading) =>
        Description.Section(heading).Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).SelectMany(l => Span().Matches(l.Split(" | ")[0])).Select(m => m.Groups["text"].Value);

    private static IEnumerable<string> Keys(Type type, bool deep, string path = "")
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.Name != "EqualityContract"))
        {
            var name = path + Name(property);
            yield return name;
            var element = Element(property.PropertyType);
            if (deep && element.Namespace?.StartsWith("TalosPlatform", StringComparison.Ordinal) == true && !element.IsEnum)
            {
                var list = IsList(property.PropertyType);
                foreach (var inner in Keys(element, deep, list ? name + "[]." : name + "."))
                    yield return inner;
            }
        }
    }

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static bool IsList(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsGenericType: true } t && t.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    private static Type Element(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return IsList(type) ? type.GetGenericArguments()[0] : type;
    }

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Span();
}
