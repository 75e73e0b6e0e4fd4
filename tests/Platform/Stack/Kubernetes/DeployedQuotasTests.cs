using System.Collections.Immutable;
using System.Net;
using TalosPlatform.Clusters.Kubernetes;
using TalosPlatform.Stack.Kubernetes;
using TalosPlatform.Tests.Clusters.Kubernetes;
using TalosPlatform.Tests.Shared;

namespace TalosPlatform.Tests.Stack.Kubernetes;

/// <summary>Quotas are asked for where something was deployed, and those near their limit are told with what to do.</summary>
public sealed class DeployedQuotasTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(null, "databases observability shop")]
    [InlineData("stack", "observability")]
    [InlineData("database", "databases")]
    [InlineData("sample", "shop")]
    public async Task Namespaces_are_those_of_what_was_deployed_and_of_applications(string? kind, string namespaces)
    {
        using var script = new ScriptedServer(ScriptedServer.Answer(HttpStatusCode.OK, """{"kind":"ResourceQuotaList","items":[]}"""));
        Assert.Empty(await WarningsAsync(script, kind));
        Assert.Equal(namespaces, string.Join(' ', script.Requests.Select(r => r.Split('/')[4]).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("400Mi", "512Mi", null)]
    [InlineData("409Mi", "512Mi", null)]
    [InlineData("410Mi", "512Mi", "\"limits.memory\" of namespace \"shop\" is almost used up: 410Mi of 512Mi (80 %). A rolling update may not fit: lower requests and limits, or choose a larger cluster.quota.")]
    [InlineData("512Mi", "512Mi", "\"limits.memory\" of namespace \"shop\" is used up: 512Mi of 512Mi (100 %). New pods are refused, also those of a rolling update: free some, or choose a larger cluster.quota.")]
    public async Task What_is_near_its_limit_is_told_with_its_value_and_what_to_do(string used, string hard, string? warning)
    {
        using var script = new ScriptedServer(ScriptedServer.Answer(HttpStatusCode.OK,
            """{"kind":"ResourceQuotaList","items":[{"metadata":{"name":"small","namespace":"shop"},"status":{"hard":{"limits.memory":"HARD","pods":"10"},"used":{"limits.memory":"USED","pods":"1"}}}]}"""
                .Replace("HARD", hard, StringComparison.Ordinal).Replace("USED", used, StringComparison.Ordinal)));
        Assert.Equal(warning is null ? [] : [warning], await WarningsAsync(script, "sample"));
    }

    [Fact]
    public async Task Quotas_that_may_not_be_read_are_a_warning_and_no_failure()
    {
        using var script = new ScriptedServer(ScriptedServer.Answer(HttpStatusCode.Forbidden));
        Assert.Contains("answered 403", Assert.Single(await WarningsAsync(script, "sample")), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<ImmutableArray<string>> WarningsAsync(ScriptedServer script, string? kind)
    {
        var state = new KubernetesStateFile(Path.Combine(_folder.Path, "kubernetes.json"));
        state.Update(s => s with
        {
            Services = s.Services.SetItem("prometheus", Of("stack", "observability", "prometheus")).SetItem("redis", Of("database", "databases", "redis")).SetItem("grafana", new DeployedService("stack", "", "why", null, [])),
        });
        using var server = new ApiServer(new Uri("https://10.0.0.1:6443/"), script, new ScriptedServer.Impatient());
        return await new DeployedQuotas(server, state, "shop").WarningsAsync(kind, TestContext.Current.CancellationToken);
    }

    private static DeployedService Of(string kind, string space, string name) => new(kind, "1", null, null, [new DeployedWorkload("apps/v1", "Deployment", space, name)]);
}
