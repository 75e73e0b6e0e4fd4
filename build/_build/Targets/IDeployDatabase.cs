namespace TalosBuild.Targets;

internal interface IDeployDatabase : IDeployStack
{
    [Parameter("Databases to run: postgres, mysql, redis, mongodb")]
    string[]? Database => TryGetValue(() => Database);

    Target DeployDatabase => _ => _
        .Description("Run databases with exporter, dashboard and alerts, and say how to connect")
        .DependsOn<IDeployStack>(x => x.DeployStack)
        .Executes(() => TalosPlatform.Databases.DeployDatabase.RunAsync(Session.Run, Database ?? [], Session.Stopping));
}
