using TalosPlatform.Ci;
using TalosPlatform.Publishing;
using TalosPlatform.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Ci;

/// <summary>One table of inputs: what the build knows, the action offers.</summary>
public sealed class InputTableTests
{
    private static readonly string[] OfJobs = ["stage", "job-prefix", "image", "tags", "rules", "platform", "platform-commit"];
    private static readonly YamlMappingNode Action = Yaml("action.yml");
    private static readonly List<YamlMappingNode> Template = Documents("ci-templates/gitlab-ci.yml");

    [Fact]
    public void The_action_has_every_input_with_its_default()
    {
        var inputs = (YamlMappingNode)Action["inputs"];
        Assert.Equal(
            CiInputs.All.Where(i => i.Offer == CiOffer.Both).Select(i => (i.Name, i.Default)).Append((Name: CiInputs.Token, Default: "${{ github.token }}")).OrderBy(i => i.Name, StringComparer.Ordinal),
            inputs.Children.Select(i => (Name: i.Key.ToString(), Default: ((YamlMappingNode)i.Value)["default"].ToString())).OrderBy(i => i.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void The_step_that_checks_gets_every_input_and_each_step_what_its_phase_needs()
    {
        var steps = ((YamlSequenceNode)((YamlMappingNode)Action["runs"])["steps"]).Cast<YamlMappingNode>().ToList();
        foreach (var phase in Enum.GetValues<CiPhase>())
        {
            var script = $"run.sh\" {phase.ToString().ToLowerInvariant()}";
            var step = Assert.Single(steps, s => s.Children.TryGetValue("run", out var run) && run.ToString().EndsWith(script, StringComparison.Ordinal));
            var given = ((YamlMappingNode)step["env"]).Children.Where(v => v.Key.ToString().StartsWith("TALOS_INPUT_", StringComparison.Ordinal)).ToList();
            var needed = CiInputs.All.Where(i => i.Offer == CiOffer.Both && (phase == CiPhase.Prepare || i.Phases.Contains(phase)));
            Assert.Empty(needed.Select(i => i.Variable).Except(given.Select(v => v.Key.ToString())));
            Assert.All(given, v => Assert.Equal($"${{{{ inputs.{CiInputs.All.Single(i => i.Variable == v.Key.ToString()).Name} }}}}", v.Value.ToString()));
        }
    }

    [Fact]
    public void The_template_has_the_same_inputs_and_those_of_a_job()
    {
        var inputs = (YamlMappingNode)((YamlMappingNode)Template[0]["spec"])["inputs"];
        Assert.Equal(
            CiInputs.All.Select(i => i.Name).Concat(OfJobs).Order(StringComparer.Ordinal),
            inputs.Children.Keys.Select(k => k.ToString()).Order(StringComparer.Ordinal));
        Assert.All(CiInputs.All, input => Assert.Equal(input.Default, ((YamlMappingNode)inputs[input.Name])["default"].ToString()));
    }

    [Fact]
    public void The_job_hands_over_every_input_unexpanded()
    {
        var job = (YamlMappingNode)Template[1].Children.Values.Single();
        var variables = ((YamlMappingNode)job["variables"]).Children.Where(v => v.Key.ToString().StartsWith("TALOS_", StringComparison.Ordinal)).ToList();
        Assert.Equal(
            CiInputs.All.Select(i => i.Variable).Concat(["TALOS_PLATFORM", "TALOS_PLATFORM_COMMIT"]).Order(StringComparer.Ordinal),
            variables.Select(v => v.Key.ToString()).Order(StringComparer.Ordinal));
        foreach (var (name, value) in variables)
        {
            var input = CiInputs.All.SingleOrDefault(i => i.Variable == name.ToString())?.Name ?? name.ToString()["TALOS_".Length..].ToLowerInvariant().Replace('_', '-');
            Assert.Equal($"$[[ inputs.{input} ]]", ((YamlMappingNode)value)["value"].ToString());
            Assert.Equal("false", ((YamlMappingNode)value)["expand"].ToString());
        }
    }

    [Fact]
    public void The_component_of_the_catalogue_is_the_template() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "ci-templates", "gitlab-ci.yml")), File.ReadAllText(Path.Combine(Repository.Root, "templates", "verify.yml")));

    [Fact]
    public void The_documents_name_every_input_output_and_parameter()
    {
        var document = Document.Load("docs/ci.md");
        var rows = document.Text.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1]).ToList();
        var outputs = ((YamlMappingNode)Action["outputs"]).Children.Keys.Select(k => k.ToString()).ToList();
        Assert.Equal(RunOutputs.Names, outputs);
        Assert.Empty(CiInputs.All.Select(i => i.Name).Concat(OfJobs).Append(CiInputs.Token).Concat(outputs).Except(rows));
        var readme = Document.Load("README.md").Text;
        Assert.All(CiInputs.All.Select(i => i.Parameter).OfType<string>(), parameter => Assert.Contains($"| `--{parameter} ", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_documents_say_the_defaults()
    {
        var rows = Document.Load("docs/ci.md").Text.Split("\n## ").Single(s => s.StartsWith("Inputs", StringComparison.Ordinal)).Split('\n')
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('|')).ToDictionary(c => c[1].Trim(' ', '`'), c => c[3].Trim(' ', '`'), StringComparer.Ordinal);
        Assert.All(CiInputs.All, input => Assert.Equal(input.Default, rows[input.Name]));
    }

    [Fact]
    public void Every_parameter_and_target_exists()
    {
        Assert.Empty(CiInputs.All.Select(i => i.Parameter).OfType<string>().Except(BuildSurface.Parameters));
        Assert.Empty(CiTargets.Allowed.Except(BuildSurface.Targets));
    }

    private static YamlMappingNode Yaml(string name) => Documents(name)[0];

    private static List<YamlMappingNode> Documents(string name)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, name));
        var stream = new YamlStream();
        stream.Load(reader);
        return [.. stream.Documents.Select(d => (YamlMappingNode)d.RootNode)];
    }
}
