using TalosPlatform.Publishing;

namespace TalosBuild.Targets;

internal interface IPublishReport : IPlatformBuild
{
    Target PublishReport => _ => _
        .Description("Tell the pull request what artifacts/run.json holds")
        .TryAfter<IVerify>(x => x.Verify)
        .AssuredAfterFailure()
        .Executes(() => TalosPlatform.Publishing.PublishReport.RunAsync(Session.Run, GithubToken, CiVariables.OfProcess(), Console.Out, Session.Stopping));
}
