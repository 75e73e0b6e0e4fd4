namespace TalosBuild.Targets;

internal interface IVerify : ICompareBaseline
{
    Target Verify => _ => _
        .Description("Do all of the above and write the reports to artifacts/")
        .DependsOn<ISmokeTest>(x => x.SmokeTest)
        .DependsOn<IIntegrationTest>(x => x.IntegrationTest)
        .DependsOn<IValidateDashboards>(x => x.ValidateDashboards)
        .DependsOn<IValidateAlerts>(x => x.ValidateAlerts)
        .DependsOn<IValidateManifests>(x => x.ValidateManifests)
        .DependsOn<IEstimateCost>(x => x.EstimateCost)
        .DependsOn<ICompareBaseline>(x => x.CompareBaseline)
        .AssuredAfterFailure()
        .Executes(() => Console.Write(TalosPlatform.Reports.Verify.Write(Session.Run, TargetStatus.Of(ExecutionPlan), TerminalLook.Of())));
}
