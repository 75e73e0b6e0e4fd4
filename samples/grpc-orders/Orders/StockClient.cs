using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Grpc.Core;
using GrpcOrders.Gateway;
using GrpcOrders.Telemetry;

namespace GrpcOrders.Orders;

/// <summary>Asks the stock service for the pieces of an order. Without one, or while it is away, orders are taken all the same.</summary>
public sealed partial class StockClient(HttpClient http, AppMetrics metrics, ILogger<StockClient> log)
{
    /// <summary>Reserves the pieces.</summary>
    /// <exception cref="RpcException">FailedPrecondition: the stock service says that there are too few.</exception>
    public async Task ReserveAsync(string item, int quantity, CancellationToken cancel)
    {
        if (http.BaseAddress is null)
            return;
        var started = Stopwatch.GetTimestamp();
        var outcome = "error";
        try
        {
            using var answer = await http.PostAsJsonAsync("/reservations", new StockWish(item, quantity), Json.Default.StockWish, cancel);
            outcome = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
            if (answer.StatusCode == HttpStatusCode.Conflict)
                throw new RpcException(new Status(StatusCode.FailedPrecondition, "There are too few pieces in stock."));
            if (!answer.IsSuccessStatusCode)
                NotReserved(log, item, outcome);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            NotReserved(log, item, failure.Message);
        }
        finally
        {
            metrics.PeerAnswered("stock", "POST", outcome, Stopwatch.GetElapsedTime(started));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Order taken without reserving {item}: the stock service answered {reason}")]
    private static partial void NotReserved(ILogger log, string item, string reason);
}
