using System.Collections.Immutable;
using TalosPlatform.Publishing;
using TalosPlatform.Reports;
using TalosPlatform.Settings;
using TalosPlatform.Tests.Reports;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Publishing;

public sealed class RunOutputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_gives_every_output()
    {
        _folder.Write("artifacts/run.json", "{}");
        _folder.Write("artifacts/report.html", "");
        _folder.Write(".talos-dev/clusters/talos-dev/kubeconfig", "");
        var outputs = RunOutputs.Of(SampleRun.Failing, new Workspace(_folder.Path, _folder.Path), new Uri("https://github.com/o/r/pull/7#issuecomment-1")).ToDictionary();
        Assert.Equal(RunOutputs.Names.Order(StringComparer.Ordinal), outputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("failure", "talos-dev", "host", ""), (outputs["conclusion"], outputs["cluster-name"], outputs["provider"], outputs["kubernetes-version"]));
        Assert.Equal(("http://127.0.0.1:9090", ""), (outputs["prometheus-url"], outputs["grafana-url"]));
        Assert.Equal(("16", "2", "1", "1"), (outputs["smoke-passed"], outputs["smoke-failed"], outputs["dashboards-invalid"], outputs["regressions"]));
        Assert.Equal(("274.8", "31.4"), (outputs["cost-monthly"], outputs["cost-delta"]));
        Assert.Equal(_folder.File("artifacts/run.json"), outputs["report-json"]);
        Assert.Equal(_folder.File(".talos-dev/clusters/talos-dev/kubeconfig"), outputs["kubeconfig"]);
        Assert.Equal("https://github.com/o/r/pull/7#issuecomment-1", outputs["comment-url"]);
    }

    [Fact]
    public void What_is_not_known_is_empty()
    {
        var outputs = RunOutputs.Of(new RunDocument { Cluster = new("../../etc", "", "", 0) }, new Workspace(_folder.Path, _folder.Path), null).ToDictionary();
        Assert.Equal("neutral", outputs["conclusion"]);
        Assert.All(outputs.Keys.Except(["conclusion", "cluster-name"]), key => Assert.Equal("", outputs[key]));
    }

    [Fact]
    public void Values_cannot_end_early_or_name_another_output()
    {
        var text = OutputFormats.GitHub([new("provider", "host\ntalos_7\nconclusion=success\n::set-output name=x::y")], () => "5");
        Assert.Equal("provider<<talos_5\nhost\ntalos_7\nconclusion=success\n::set-output name=x::y\ntalos_5\n", text);
        Assert.Equal("TALOS_PROVIDER=\nTALOS_GRAFANA_URL=http://127.0.0.1:3000\n", OutputFormats.Dotenv([new("provider", "x\nPATH=/tmp"), new("grafana-url", "http://127.0.0.1:3000")]));
        Assert.All(["$(id)", "`id`", "${HOME}", "a b", "\"", "'", ";", "a\rb"], value => Assert.Equal("TALOS_PROVIDER=\n", OutputFormats.Dotenv([new("provider", value)])));
    }

    [Fact]
    public void Delimiters_differ_each_time_and_each_system_gets_its_own_file()
    {
        var file = _folder.File("output");
        var github = new CiVariables(ImmutableDictionary<string, string>.Empty.Add("GITHUB_ACTIONS", "true").Add("GITHUB_OUTPUT", file));
        RunOutputs.Write([new("provider", "host"), new("conclusion", "success")], github, _folder.Path);
        var delimiters = File.ReadAllLines(file).Where(l => l.Contains("<<", StringComparison.Ordinal)).Select(l => l.Split("<<")[1]).ToList();
        Assert.Equal(2, delimiters.Distinct().Count());
        Assert.All(delimiters, d => Assert.Equal(38, d.Length));
        Assert.False(File.Exists(_folder.File(RunOutputs.DotenvFile)));

        RunOutputs.Write([new("provider", "host")], new CiVariables(ImmutableDictionary<string, string>.Empty.Add("GITLAB_CI", "true")), _folder.Path);
        Assert.Equal("TALOS_PROVIDER=host\n", File.ReadAllText(_folder.File(RunOutputs.DotenvFile)));
        RunOutputs.Write([new("provider", "host")], new CiVariables(ImmutableDictionary<string, string>.Empty), _folder.File("nowhere"));
        Assert.False(Directory.Exists(_folder.File("nowhere")));
    }
}
