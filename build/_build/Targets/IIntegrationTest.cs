using TalosPlatform.Publishing;

namespace TalosBuild.Targets;

internal interface IIntegrationTest : ISmokeTest
{
    Target IntegrationTest => _ => _
        .Description("Run your own integration tests with the platform's addresses in their environment")
        .DependsOn<IGenerateTraffic>(x => x.GenerateTraffic)
        .After<ISmokeTest>(x => x.SmokeTest)
        .OnlyWhenDynamic(() => Session.Run.Settings.Test.Command != null)
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Integration.IntegrationTest.RunAsync(Session.Run, CiVariables.OfProcess(), Session.Stopping));
}
