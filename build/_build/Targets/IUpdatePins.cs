namespace TalosBuild.Targets;

internal interface IUpdatePins : IPlatformBuild, ITokenParameters
{
    Target UpdatePins => _ => _
        .Description("Bring the pins of tools and images up to date within their major versions, and the manifests with them; needs the network")
        .Executes(() => TalosPlatform.Stack.Pins.UpdatePins.RunAsync(Session.Run, GithubToken, Session.Stopping));
}
