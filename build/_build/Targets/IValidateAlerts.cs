namespace TalosBuild.Targets;

internal interface IValidateAlerts : IDeployStack
{
    Target ValidateAlerts => _ => _
        .Description("Check alert rules, run their unit tests and read their states")
        .DependsOn<IDeployStack>(x => x.DeployStack)
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Alerts.ValidateAlerts.RunAsync(Session.Run, Session.Stopping));
}
