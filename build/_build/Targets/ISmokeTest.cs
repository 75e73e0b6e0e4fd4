namespace TalosBuild.Targets;

internal interface ISmokeTest : IGenerateTraffic
{
    Target SmokeTest => _ => _
        .Description("Prove that metrics, logs, traces and alerts flow; your own checks are in smoke/*.yaml")
        .DependsOn<IGenerateTraffic>(x => x.GenerateTraffic)
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Smoke.SmokeTest.RunAsync(Session.Run, Session.Stopping));
}
