using System.Collections.Immutable;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Text;
using static TalosPlatform.Ci.CiInputRules;
using static TalosPlatform.Ci.CiPhase;

namespace TalosPlatform.Ci;

/// <summary>The inputs of one CI job, checked.</summary>
public sealed class CiInputs
{
    private const string Prefix = "TALOS_INPUT_";

    private readonly ImmutableDictionary<string, string> _values;

    private CiInputs(ImmutableDictionary<string, string> values) => _values = values;

    /// <summary>Every input there is; <c>action.yml</c>, the GitLab template and the documents are compared with it.</summary>
    public static ImmutableArray<CiInput> All { get; } =
    [
        Job("observability", "enabled", OneOf("enabled", "disabled")),
        Job("version", "", CiInputRules.Version),
        Job("targets", "", CiInputRules.Targets),
        Given("provider", "", OneOf("auto", "talos", "existing", "host"), [Run, Logs, Teardown]),
        Given("config", "", Anything, [Run, Publish, Logs, Teardown]),
        Given("cluster-name", "", Cluster, [Run, Logs, Teardown]),
        Given("kubernetes-version", "", Label, [Run]),
        Given("nodes", "", Count, [Run]),
        Given("registry-mirror", "", Words, [Run]) with { IsList = true },
        new("profile", "", OneOf("minimal", "standard", "full"), "stack-profile", [Run]),
        Given("kubeconfig", "", Anything, [Run, Logs, Teardown]),
        Given("context", "", Anything, [Run, Logs, Teardown]),
        Given("allow-context", "", Words, [Run, Logs, Teardown]) with { IsList = true },
        Given("wait-timeout", "", Duration, [Run]),
        Given("baseline", "", OneOf("auto", "file", "git", "gitlab", "off"), [Run]),
        Given("regression-threshold", "", Threshold, [Run]),
        Given("regression-mode", "", OneOf("report", "fail"), [Run]),
        Given("cost-currency", "", Currency, [Run]),
        Given("cost-budget-monthly", "", Amount, [Run]),
        Given("report-id", "", ReportId, [Publish]),
        Given("comment", "", OneOf("update", "new", "off"), [Publish]),
        Given("comment-on", "", OneOf("always", "change", "failure"), [Publish]),
        Given("summary", "true", Switch, [Publish]),
        Given("token-variable", "", Variable, [Publish]) with { Offer = CiOffer.GitLab, IsShown = false },
        Job("install-only", "false", Switch),
        Job("teardown", "true", Switch),
        Job("logs", "on-failure", OneOf("on-failure", "always", "never")),
        Job("artifact-name", "talos-report", Label),
        Job("cache", "true", Switch),
        new("working-directory", ".", Anything, "workspace", [Run, Publish, Logs, Teardown]),
    ];

    /// <summary>The input of the action that holds a token. It never reaches the steps that run anything of the caller.</summary>
    public const string Token = "github-token";

    /// <summary>The value of an input, its default where none was given.</summary>
    public string this[string name] => _values[name];

    /// <summary>Reads the inputs from the variables of a job.</summary>
    /// <exception cref="PlatformException">An input is not known or has an impossible value; all of them are listed.</exception>
    public static CiInputs Read(IReadOnlyDictionary<string, string> variables)
    {
        var problems = variables.Keys.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && All.All(input => input.Variable != name))
            .Select(name => $"There is no input \"{InputName(name)}\": {NearestName.Hint(InputName(name), [.. All.Select(i => i.Name)])}").ToList();
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var input in All)
        {
            var value = variables.GetValueOrDefault(input.Variable, "").Trim();
            values[input.Name] = value.Length == 0 ? input.Default : value;
            if (value.Length > 0 && input.Problem(value) is { } problem)
                problems.Add($"{(input.IsShown ? $"\"{Shown(value)}\"" : "The value")} is not valid for the input \"{input.Name}\": {problem}.");
        }

        if (values["observability"] == "disabled" && values["targets"].Length > 0)
            problems.Add("The input \"observability\" is \"disabled\", yet \"targets\" names some: leave one of the two out.");
        return problems.Count == 0 ? new CiInputs(values.ToImmutable()) : throw new PlatformException(string.Join(Environment.NewLine, problems), "Correct the inputs of the job.");
    }

    /// <summary>The targets to run.</summary>
    public ImmutableArray<string> TargetNames => this["targets"].Length > 0 ? CiTargets.Split(this["targets"])
        : [this["observability"] == "enabled" ? "Verify" : "ProvisionCluster"];

    private static string InputName(string variable) => variable[Prefix.Length..].ToLowerInvariant().Replace('_', '-');

    // What a stranger wrote is shown short and on one line.
    private static string Shown(string value)
    {
        var line = new string([.. value.Select(c => char.IsControl(c) ? '\u2423' : c)]);
        return line.Length <= 80 ? line : line[..79] + "…";
    }

    private static CiInput Job(string name, string @default, Func<string, string?> problem) => new(name, @default, problem, null, []);

    private static CiInput Given(string name, string @default, Func<string, string?> problem, ImmutableArray<CiPhase> phases) => new(name, @default, problem, name, phases);
}
