using System.Collections.Immutable;

namespace TalosPlatform.Smoke.Checks;

/// <summary>A trace of an application is found by TraceQL and read back by its id.</summary>
internal sealed class TraceCheck(SmokeApp app) : ISmokeCheck
{
    public string Name => $"traces of {app.Name} arrive";

    public ImmutableArray<string> Needs => ["tempo", app.Name];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var service = app.TraceService ?? app.Name;
        var query = $"{{ resource.service.name = \"{service}\" }}";
        var ids = await TempoQuery.SearchAsync(context, query, limit: 1, cancellation);
        if (ids.IsEmpty)
            return Observation.NotYet($"TraceQL {query} finds no trace");
        var (services, spans) = await TempoQuery.TraceAsync(context, ids[0], cancellation);
        return services.Contains(service)
            ? Observation.Holds($"trace {ids[0]}: {spans} spans of {Evidence.List(services)}")
            : Observation.NotYet($"trace {ids[0]} was found by search, but by id it holds only {Evidence.List(services)}");
    }
}
