namespace TalosPlatform.Reports.Html;

/// <summary>A status as a symbol and a word in a colour: colour is never the only signal.</summary>
internal static class StatusBadge
{
    /// <summary>The badge of any status of the contract; an unknown one is shown as it is.</summary>
    internal static Markup For(string status)
    {
        var (kind, symbol) = status switch
        {
            "succeeded" or "passed" or "running" or "ok" or "inactive" => ("ok", "✓"),
            "failed" or "error" or "firing" or "critical" => ("bad", "✗"),
            "left-out" or "pending" or "warning" => ("warn", "!"),
            "skipped" or "not-run" => ("mute", "–"),
            _ => ("mute", "•"),
        };
        return new HtmlBuilder().Add($"""<span class="badge {kind}"><span aria-hidden="true">{symbol}</span>{status.Replace('-', ' ')}</span>""").ToMarkup();
    }

    /// <summary>A firing Watchdog is how it should be: it proves that alerts get through.</summary>
    internal static Markup ForAlert(string name, string state) =>
        name == "Watchdog" && state == "firing" ? new("""<span class="badge ok"><span aria-hidden="true">✓</span>firing, as it should</span>""") : For(state);
}
