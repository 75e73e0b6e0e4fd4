using TalosPlatform.Ci;
using TalosPlatform.Tests.Docs;
using YamlDotNet.RepresentationModel;

namespace TalosPlatform.Tests.Ci;

/// <summary>One table of inputs: what the build knows, the action offers.</summary>
public sealed class InputTableTests
{
    private static readonly YamlMappingNode Action = Yaml("action.yml");

    [Fact]
    public void The_action_has_every_input_with_its_default()
    {
        var inputs = (YamlMappingNode)Action["inputs"];
        Assert.Equal(
            CiInputs.All.Select(i => (i.Name, i.Default)).OrderBy(i => i.Name, StringComparer.Ordinal),
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
            var needed = phase == CiPhase.Prepare ? CiInputs.All : CiInputs.All.Where(i => i.Phases.Contains(phase));
            Assert.Empty(needed.Select(i => i.Variable).Except(given.Select(v => v.Key.ToString())));
            Assert.All(given, v => Assert.Equal($"${{{{ inputs.{CiInputs.All.Single(i => i.Variable == v.Key.ToString()).Name} }}}}", v.Value.ToString()));
        }
    }

    [Fact]
    public void Every_parameter_and_target_exists()
    {
        Assert.Empty(CiInputs.All.Select(i => i.Parameter).OfType<string>().Except(BuildSurface.Parameters));
        Assert.Empty(CiTargets.Allowed.Except(BuildSurface.Targets));
    }

    private static YamlMappingNode Yaml(string name)
    {
        using var reader = File.OpenText(Path.Combine(Repository.Root, name));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
