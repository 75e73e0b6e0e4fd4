namespace TalosBuild.Targets;

internal interface IDeploySamples : IDeployStack
{
    Target DeploySamples => _ => _
        .Description("Run the samples, or your own applications, and wait for their first metric")
        .DependsOn<IDeployStack>(x => x.DeployStack)
        .Executes(() => TalosPlatform.Workloads.DeploySamples.RunAsync(Session.Run, Session.Stopping));
}
