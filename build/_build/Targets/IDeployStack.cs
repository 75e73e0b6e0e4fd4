namespace TalosBuild.Targets;

internal interface IDeployStack : IProvisionCluster
{
    Target DeployStack => _ => _
        .Description("Run Prometheus, Alertmanager, Loki, Tempo, Grafana and the rest")
        .DependsOn<IProvisionCluster>(x => x.ProvisionCluster)
        .Executes(() => TalosPlatform.Stack.DeployStack.RunAsync(Session.Run, Session.Stopping));
}
