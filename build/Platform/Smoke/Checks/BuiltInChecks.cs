using TalosPlatform.Stack;

namespace TalosPlatform.Smoke.Checks;

/// <summary>The checks every platform gets.</summary>
internal static class BuiltInChecks
{
    /// <summary>Lists the checks in the order of the report: readiness, metrics, alerts, logs, traces, dashboards.</summary>
    public static IEnumerable<ISmokeCheck> For(SmokeRequest request, IServiceGateway gateway, WebhookReceiver webhook)
    {
        foreach (var component in gateway.Components.Where(c => c.Kind == "stack"))
            yield return new ReadinessCheck(component.Name, ReadinessCheck.PathOf(component.Name));
        foreach (var app in request.Apps)
            yield return new ReadinessCheck(app.Name, app.ReadyPath);
        foreach (var target in request.Targets)
            yield return new TargetCheck(target);
        foreach (var app in request.Apps)
            yield return new ApplicationMetricCheck(app);
        yield return new RulesLoadedCheck(request.RuleGroups);
        yield return new WatchdogFiringCheck();
        yield return new WatchdogInAlertmanagerCheck();
        yield return new WatchdogDeliveredCheck(webhook, request.WebhookLeftOut);
        foreach (var app in request.Apps.Where(a => a.HasLogs))
            yield return new LogWithTraceIdCheck(app);
        var traced = request.Apps.Where(a => a.HasTraces).ToList();
        foreach (var app in traced)
            yield return new TraceCheck(app);
        if (traced.Count >= 2)
            yield return new TraceAcrossServicesCheck([.. traced]);
        yield return new DatasourceHealthCheck();
        yield return new DashboardsProvisionedCheck(request.DashboardUids);
    }
}
