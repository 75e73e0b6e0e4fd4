using TalosPlatform.Publishing;

namespace TalosBuild.Targets;

internal interface IIntegrationTest : ISmokeTest
{
    /// <summary>Whether there is a command to run; its name is what a skipped target shows.</summary>
    bool TestCommandIsSet => Session.Run.Settings.Test.Command is not null;

    Target IntegrationTest => _ => _
        .Description("Run your own integration tests with the platform's addresses in their environment")
        .DependsOn<IGenerateTraffic>(x => x.GenerateTraffic)
        .After<ISmokeTest>(x => x.SmokeTest)
        .OnlyWhenDynamic(() => TestCommandIsSet)
        .ProceedAfterFailure()
        .Executes(() => TalosPlatform.Integration.IntegrationTest.RunAsync(Session.Run, CiVariables.OfProcess(), Session.Stopping));
}
