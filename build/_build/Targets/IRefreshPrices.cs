namespace TalosBuild.Targets;

internal interface IRefreshPrices : IPlatformBuild
{
    [Parameter("API key for Google's price list; give it as the variable NUKE_GCP_API_KEY")]
    [Secret]
    string? GcpApiKey => TryGetValue(() => GcpApiKey);

    Target RefreshPrices => _ => _
        .Description("Bring the price file of the cloud in cost.provider up to date from the cloud's own list")
        .Executes(() => TalosPlatform.Cost.RefreshPrices.RunAsync(Session.Run, GcpApiKey, Session.Stopping));
}
