using Serilog.Core;
using Serilog.Events;

namespace Nuke.Common.Logging;

/// <summary>Takes secrets out of the text properties of log events, for sinks other than the console.</summary>
internal sealed class RedactingEnricher(SecretRegistry secrets) : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (secrets.Texts.Count == 0) return;
        foreach (var (name, value) in logEvent.Properties.ToList())
            if (value is ScalarValue { Value: string text } && secrets.Redact(text) is var clean && clean != text)
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(clean)));
    }
}
