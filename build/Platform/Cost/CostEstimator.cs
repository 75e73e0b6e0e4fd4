using TalosPlatform.Cost.Demand;
using TalosPlatform.Cost.Prices;
using TalosPlatform.Cost.Usage;
using TalosPlatform.Queries;
using TalosPlatform.Reports;
using TalosPlatform.Shared;

namespace TalosPlatform.Cost;

/// <summary>Estimates what services would cost in a cloud, from what they use here.</summary>
/// <param name="prices">The repository's price files.</param>
public sealed class CostEstimator(PriceCatalog prices)
{
    // Clouds change prices about once or twice a year.
    private const int OldPrices = 180;

    /// <summary>Measures and prices. What cannot be measured or priced is listed as a gap and never taken as zero.</summary>
    /// <exception cref="PlatformException">The settings or a price file are not valid.</exception>
    public async Task<CostSection> EstimateAsync(CostRequest request, PrometheusClient prometheus, CancellationToken cancellation)
    {
        request.Settings.Validate();
        var book = Prices(request.Settings);
        var reading = await new UsageReader(prometheus).ReadAsync(request.Sources, request.Window, cancellation);
        var demands = DemandBuilder.Build(request.Workloads, reading.Services, request.LoadLevels, request.Settings.TargetRps);
        return CostModel.Estimate(new CostInput(request.Settings, book, demands.Services, [.. reading.Gaps, .. demands.Gaps], [.. demands.Notes, .. Age(book, request.Window.End)]));
    }

    private static IEnumerable<string> Age(PriceBook book, DateTimeOffset today)
    {
        var days = book.Sources.IsEmpty ? 0 : DateOnly.FromDateTime(today.UtcDateTime).DayNumber - book.Sources.Min(s => s.AsOf).DayNumber;
        if (days > OldPrices)
            yield return $"the oldest prices of the price file are {days} days old: ./build.sh RefreshPrices fetches those of today";
    }

    /// <summary>The prices the settings ask for, in the currency they ask for.</summary>
    /// <exception cref="PlatformException">There are none, or their currency differs and no exchange rate is given.</exception>
    public PriceBook Prices(CostSettings settings)
    {
        var book = string.IsNullOrEmpty(settings.PriceFile) ? prices.Load(settings.Provider, settings.Region) : PriceCatalog.LoadFile(settings.PriceFile);
        if (book.Provider != settings.Provider)
            throw new PlatformException($"\"{settings.PriceFile}\" holds prices of \"{book.Provider}\", not of \"{settings.Provider}\".", "Set cost.provider to the provider of the price file.");
        if (settings.Currency.Length == 0 || settings.Currency == book.Currency)
            return book;
        return settings.ExchangeRate is { } rate
            ? book.Convert(settings.Currency, rate)
            : throw new PlatformException(
                $"The prices of {book.Provider} are in {book.Currency}, not in \"{settings.Currency}\".",
                $"Set cost.exchangeRate to the number of {settings.Currency} for one {book.Currency}, or cost.currency to {book.Currency}.");
    }
}
