using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GrpcOrders.Gateway;
using GrpcOrders.Telemetry;

namespace GrpcOrders.Orders;

/// <summary>Asks the catalogue for a price. Without one, or while it is away, the built-in price holds; the span and the log say so.</summary>
public sealed partial class CatalogueClient(HttpClient http, AppMetrics metrics, ILogger<CatalogueClient> log)
{
    /// <summary>Attribute of the span that tells where the price came from: <c>catalogue</c> or <c>built-in</c>.</summary>
    public const string PriceSource = "order.price_source";

    /// <summary>Price of one piece in cents.</summary>
    /// <param name="item">A known item.</param>
    /// <param name="builtIn">Price to take when the catalogue does not answer.</param>
    /// <param name="cancel">Stops asking.</param>
    public async Task<long> PriceAsync(string item, long builtIn, CancellationToken cancel)
    {
        var asked = http.BaseAddress is null ? null : await AskAsync(item, cancel);
        Activity.Current?.SetTag(PriceSource, asked is null ? "built-in" : "catalogue");
        return asked ?? builtIn;
    }

    private async Task<long?> AskAsync(string item, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "error";
        try
        {
            using var answer = await http.GetAsync($"/items/{item}", cancel);
            outcome = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
            if (answer.StatusCode == HttpStatusCode.OK && await answer.Content.ReadFromJsonAsync(Json.Default.CatalogueItem, cancel) is { Cents: > 0 } found)
                return found.Cents;
            BuiltIn(log, item, outcome);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            BuiltIn(log, item, failure.Message);
        }
        finally
        {
            metrics.PeerAnswered("catalogue", "GET", outcome, Stopwatch.GetElapsedTime(started));
        }
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "The built-in price of {item} is taken: the catalogue answered {reason}")]
    private static partial void BuiltIn(ILogger log, string item, string reason);
}
