using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Prices.Refresh;
using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;

namespace TalosPlatform.Cost;

/// <summary>The target RefreshPrices: brings the price file of a cloud up to date from the cloud's own list. Nothing else calls it.</summary>
public static class RefreshPrices
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <summary>Runs the target for the provider and region of the cost settings.</summary>
    /// <param name="run">The run.</param>
    /// <param name="gcpApiKey">Key for Google's list; the others need none.</param>
    /// <param name="cancellation">Gives up; the file stays as it was.</param>
    /// <exception cref="PlatformException">The list cannot be read or is not plausible; the file stays as it was.</exception>
    public static async Task RunAsync(RunContext run, string? gcpApiKey, CancellationToken cancellation)
    {
        var services = run.Services;
        services.Redactor.Add(gcpApiKey);
        var (provider, region) = (run.Settings.Cost.Provider, run.Settings.Cost.Region);
        IPriceApi api = provider switch
        {
            "aws" => new AwsPriceApi(services.Http, services.Clock),
            "azure" => new AzurePriceApi(services.Http, services.Clock),
            "gcp" => new GcpPriceApi(services.Http, services.Clock, gcpApiKey ?? throw new PlatformException("Google's price list needs a key.", "Set the variable NUKE_GCP_API_KEY to an API key of your project.")),
            _ => throw new PlatformException($"The prices of \"{provider}\" have no list to fetch.", "Set cost.provider to aws, gcp or azure."),
        };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        await run.Progress.StepAsync($"prices of {provider}", async step =>
        {
            var catalog = new PriceCatalog(Path.Combine(run.Workspace.PlatformRoot, "stack", "prices"));
            var result = await new PriceRefresher(catalog, services.Clock).RefreshAsync(provider, region, api, deadline.Token);
            step.Note(FormattableString.Invariant($"{result.Changed.Length} changed, {result.Missing.Length} not in the list, written to {result.Path}"));
        });
    }
}
