using System.Collections.Immutable;
using TalosPlatform.Shared.Yaml;

namespace TalosPlatform.Settings;

/// <summary>Reads the sections <c>report</c>, <c>baseline</c> and <c>test</c> of <c>.talos-dev/config.yaml</c>.</summary>
internal static class ReportSettingsReader
{
    public static ReportSettings Report(YamlMapping? map)
    {
        var settings = new ReportSettings();
        if (map is null)
            return settings;
        settings = settings with
        {
            Id = map.Text("id") ?? settings.Id,
            Comment = map.Choice("comment", ReportSettings.Comments) ?? settings.Comment,
            CommentOn = map.Choice("commentOn", ReportSettings.Occasions) ?? settings.CommentOn,
            Summary = map.Boolean("summary") ?? settings.Summary,
            TokenVariable = map.Text("tokenVariable") ?? settings.TokenVariable,
            Author = map.Text("author") ?? settings.Author,
            Url = map.Text("url") ?? settings.Url,
        };
        foreach (var (key, problem) in ReportRules.Problems(settings))
            map.Report(key, "invalid-value", problem);
        map.RejectUnknownKeys();
        return settings;
    }

    public static BaselineSettings Baseline(YamlMapping? map)
    {
        var settings = new BaselineSettings();
        if (map is null)
            return settings;
        settings = settings with
        {
            Store = map.Choice("store", BaselineSettings.Stores) ?? settings.Store,
            Branch = map.Text("branch") ?? settings.Branch,
            Threshold = map.Decimal("threshold") ?? settings.Threshold,
            Mode = map.Choice("mode", BaselineSettings.Modes) ?? settings.Mode,
        };
        foreach (var (key, problem) in ReportRules.Problems(settings))
            map.Report(key, "invalid-value", problem);
        map.RejectUnknownKeys();
        return settings;
    }

    public static TestSettings Test(YamlMapping? map)
    {
        var settings = new TestSettings();
        if (map is null)
            return settings;
        settings = settings with
        {
            Command = map.Text("command") is { } command && !string.IsNullOrWhiteSpace(command) ? command : null,
            Timeout = map.Duration("timeout") ?? settings.Timeout,
            JUnit = map.Texts("junit").ToImmutableArray(),
        };
        foreach (var (key, problem) in ReportRules.Problems(settings))
            map.Report(key, "invalid-value", problem);
        map.RejectUnknownKeys();
        return settings;
    }
}
