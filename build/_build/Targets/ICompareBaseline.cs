using TalosPlatform.Publishing;

namespace TalosBuild.Targets;

internal interface ICompareBaseline : IEstimateCost, IValidateAlerts, IValidateDashboards, IValidateManifests, IIntegrationTest
{
    Target CompareBaseline => _ => _
        .Description("Compare with earlier runs of the branch, and become one of them")
        .DependsOn<IGenerateTraffic>(x => x.GenerateTraffic)
        .After<IEstimateCost>(x => x.EstimateCost)
        .After<IValidateAlerts>(x => x.ValidateAlerts)
        .After<IValidateDashboards>(x => x.ValidateDashboards)
        .After<IValidateManifests>(x => x.ValidateManifests)
        .After<IIntegrationTest>(x => x.IntegrationTest)
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Baselines.CompareBaseline.RunAsync(Session.Run, GithubToken, CiVariables.OfProcess(), Session.Stopping));
}
