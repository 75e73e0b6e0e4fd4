namespace TalosBuild.Targets;

internal interface IValidateDashboards : IGenerateTraffic
{
    Target ValidateDashboards => _ => _
        .Description("Run every query of every dashboard against the live backends")
        .DependsOn<IGenerateTraffic>(x => x.GenerateTraffic)
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Dashboards.ValidateDashboards.RunAsync(Session.Run, Session.Stopping));
}
