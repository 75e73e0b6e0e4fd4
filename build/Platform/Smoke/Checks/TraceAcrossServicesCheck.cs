using System.Collections.Immutable;

namespace TalosPlatform.Smoke.Checks;

/// <summary>A trace passes from one application to another: context propagation works.</summary>
internal sealed class TraceAcrossServicesCheck(ImmutableArray<SmokeApp> apps) : ISmokeCheck
{
    private const int TracesPerService = 10;

    public string Name => "a trace crosses services";

    public ImmutableArray<string> Needs => ["tempo"];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var running = apps.Where(a => context.IsRunning(a.Name)).ToList();
        if (running.Count < 2)
            return Observation.Skip($"fewer than two applications that send traces are running: {Evidence.List([.. running.Select(a => a.Name)])}");
        var looked = 0;
        foreach (var app in running)
        {
            foreach (var id in await TempoQuery.SearchAsync(context, $"{{ resource.service.name = \"{app.TraceService ?? app.Name}\" }}", TracesPerService, cancellation))
            {
                looked++;
                var (services, spans) = await TempoQuery.TraceAsync(context, id, cancellation);
                if (services.Count >= 2)
                    return Observation.Holds($"trace {id}: {spans} spans of {Evidence.List(services)}");
            }
        }

        return Observation.NotYet($"each of the {looked} traces looked at stays within one service");
    }
}
