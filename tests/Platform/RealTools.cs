using TalosPlatform.Runs;
using TalosPlatform.Settings;
using TalosPlatform.Shared.Commands;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Tests;

/// <summary>The real tools, found as the platform finds them: PATH, its cache, releases, Debian packages.</summary>
internal static class RealTools
{
    /// <summary>A tool; the test is skipped with the reason when this machine cannot have it.</summary>
    public static async Task<ResolvedTool> RequireAsync(string name)
    {
        using var services = RunServices.Create(new LineProgressReporter(TextWriter.Null), new Redactor());
        var tool = await services.Tools(new Workspace(Repository.Root, Repository.Root)).ResolveAsync(name, cancellation: TestContext.Current.CancellationToken);
        Assert.SkipUnless(tool.Found, $"{name} cannot be had: {tool.MissingReason}");
        return tool;
    }

    /// <summary>Path of promtool.</summary>
    public static async Task<string> PromtoolAsync()
    {
        var tool = await RequireAsync("prometheus");
        Assert.SkipUnless(tool.Binaries.ContainsKey("promtool"), $"{tool.Source} has prometheus without promtool");
        return tool.Binaries["promtool"];
    }
}
