using System.Text.Json;
using System.Text.Json.Serialization;

namespace TalosPlatform.Tests.Ci;

/// <summary>What a run of the composite action came to.</summary>
internal sealed record ActionRun(string Conclusion, Dictionary<string, string> Outputs, List<ActionStep> Steps, string Summary, Dictionary<string, string> Environment)
{
    /// <summary>The token a workflow is given.</summary>
    public const string Token = "ghs_0123456789abcdefghijklmnopqrstuvwxyz";

    private const string RunId = "77001";
    private const string Attempt = "2";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowReadingFromString };

    public ActionStep this[string name] => Steps.Single(s => s.Name == name);

    /// <summary>Everything all steps printed.</summary>
    public string Log => string.Join("\n", Steps.Select(s => $"== {s.Name}: {s.Outcome}\n{s.Log}"));

    /// <summary>Runs the action of this checkout in a repository.</summary>
    /// <param name="caller">The repository.</param>
    /// <param name="node">Runs the steps.</param>
    /// <param name="inputs">What the caller gives.</param>
    /// <param name="environment">Variables of the job besides the usual ones.</param>
    /// <param name="cancelAfter">Id of the step after which somebody cancels the job.</param>
    /// <param name="failing">Beginning of the names of actions that fail.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<ActionRun> InAsync(
        CallerRepository caller, NodeTools node, Dictionary<string, string> inputs, Dictionary<string, string>? environment = null, string? cancelAfter = null, string? failing = null, CancellationToken cancellation = default)
    {
        var call = Path.Combine(caller.Temp, "call.json");
        var result = Path.Combine(caller.Temp, "result.json");
        await File.WriteAllTextAsync(call, JsonSerializer.Serialize(new
        {
            with = inputs,
            temp = Path.Combine(caller.Temp, "runner"),
            github = new { workspace = caller.Path, token = Token, run_id = RunId, run_attempt = Attempt },
            environment = JobVariables(caller, environment ?? []),
            cancelAfter,
            failingUses = failing is null ? Array.Empty<string>() : [failing],
        }), cancellation);
        var done = await node.RunAsync("run-action.mjs", [Repository.Root, call, result], cancellation);
        Assert.True(done.ExitCode == 0, done.Tail(40));
        return JsonSerializer.Deserialize<ActionRun>(await File.ReadAllTextAsync(result, cancellation), Json)!;
    }

    // What a runner gives a step, and nothing of the machine the tests run on but where its programs are.
    private static Dictionary<string, string> JobVariables(CallerRepository caller, Dictionary<string, string> more)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["CI"] = "true", ["GITHUB_ACTIONS"] = "true", ["GITHUB_RUN_ID"] = RunId, ["GITHUB_RUN_ATTEMPT"] = Attempt, ["GITHUB_JOB"] = "verify",
            ["GITHUB_WORKSPACE"] = caller.Path, ["GITHUB_REPOSITORY"] = "caller/shop", ["GITHUB_SHA"] = new string('a', 40), ["GITHUB_REF"] = "refs/pull/7/merge",
            ["GITHUB_EVENT_NAME"] = "pull_request", ["RUNNER_NAME"] = "runner-1", ["RUNNER_TEMP"] = Path.Combine(caller.Temp, "runner"),
        };
        foreach (var name in (string[])["PATH", "HOME", "DOTNET_ROOT", "TALOS_DEV_TOOL_CACHE", "XDG_CACHE_HOME", "NUGET_PACKAGES"])
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                variables[name] = value;
        }

        foreach (var (name, value) in more)
            variables[name] = value;
        return variables;
    }
}

/// <summary>One step of a run.</summary>
internal sealed record ActionStep(string Id, string Name, string Outcome, string Log, List<ActionCommand> Commands, string? Uses, Dictionary<string, string>? With, List<string>? Files, Dictionary<string, string>? Outputs);

/// <summary>A line that the runner of GitHub would obey.</summary>
internal sealed record ActionCommand(string Command, string Properties, string Message);
