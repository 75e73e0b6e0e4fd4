namespace TalosBuild.Targets;

internal interface IGenerateTraffic : IDeploySamples
{
    Target GenerateTraffic => _ => _
        .Description("Drive the applications at rising levels of load")
        .DependsOn<IDeploySamples>(x => x.DeploySamples)
        .Executes(() => TalosPlatform.Workloads.Load.GenerateTraffic.RunAsync(Session.Run, Session.Stopping));
}
