using System.Collections.Immutable;
using TalosPlatform.Shared;

namespace TalosPlatform.Smoke.Checks;

/// <summary>A log line of an application is in Loki and carries a trace id, so that logs lead to traces.</summary>
internal sealed class LogWithTraceIdCheck(SmokeApp app) : ISmokeCheck
{
    public string Name => $"logs of {app.Name} carry trace ids";

    public ImmutableArray<string> Needs => ["loki", app.Name];

    public async Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation)
    {
        var selector = app.LogSelector ?? $"{{service_name=\"{app.Name}\"}}";

        // The id is structured metadata when logs come by OTLP, a field of the line when they come from a file.
        foreach (var query in (string[])[$"{selector} | trace_id != \"\"", $"{selector} | json | trace_id != \"\""])
        {
            if (await LokiQuery.LastLineAsync(context, query, cancellation) is { } line)
                return Observation.Holds(Evidence.Shorten(line, 120));
        }

        var any = await LokiQuery.LastLineAsync(context, selector, cancellation);
        return Observation.NotYet(any is null ? $"no line matches {selector}" : $"no trace_id in: {Evidence.Shorten(any, 120)}");
    }
}
