using System.Collections.Immutable;

namespace TalosPlatform.Smoke.Checks;

/// <summary>Alertmanager notifies a webhook: the whole alerting pipeline works.</summary>
internal sealed class WatchdogDeliveredCheck(WebhookReceiver webhook, string leftOut) : ISmokeCheck
{
    public string Name => "Watchdog is delivered to a webhook";

    public ImmutableArray<string> Needs => ["prometheus", "alertmanager"];

    public Task<Observation> ObserveAsync(SmokeContext context, CancellationToken cancellation) => Task.FromResult(Judge());

    private Observation Judge()
    {
        if (webhook.Port is not { } port)
            return Observation.Skip(leftOut);
        if (webhook.Problem is { } problem)
            return Observation.Never(problem);
        var calls = webhook.Calls;
        foreach (var call in calls)
        {
            if (call.Mistakes.IsEmpty && call.Firing.Contains(WatchdogFiringCheck.AlertName))
                return Observation.Holds($"received on port {port} for receiver \"{call.Receiver}\"");
        }

        return calls.IsEmpty
            ? Observation.NotYet($"nothing was posted to port {port}; does Alertmanager's route send Watchdog there?")
            : Observation.NotYet(calls[^1].Mistakes.IsEmpty
                ? $"{calls.Length} notifications, the last of {Evidence.List([.. calls[^1].Firing])}"
                : $"{calls.Length} notifications, the last is no webhook message: {Evidence.List([.. calls[^1].Mistakes])}");
    }
}
