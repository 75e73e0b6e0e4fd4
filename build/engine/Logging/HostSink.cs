using System.Globalization;
using Nuke.Common.Reporting;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace Nuke.Common.Logging;

/// <summary>Hands Serilog's events to the reporter.</summary>
internal sealed class HostSink(Reporter reporter, SecretRegistry secrets, List<string> repeated) : ILogEventSink
{
    private const int MostRepeated = 50;

    public void Emit(LogEvent logEvent)
    {
        var level = logEvent.Level switch
        {
            LogEventLevel.Verbose => MessageLevel.Trace,
            LogEventLevel.Debug => MessageLevel.Debug,
            LogEventLevel.Information => MessageLevel.Information,
            LogEventLevel.Warning => MessageLevel.Warning,
            _ => MessageLevel.Error,
        };
        var text = secrets.Redact(Render(logEvent));
        if (logEvent.Exception is { } exception) text += "\n" + ErrorText.Of(exception, reporter.IsVerbose);
        lock (repeated)
            if (level >= MessageLevel.Warning && repeated.Count < MostRepeated)
                repeated.Add($"[{(level == MessageLevel.Warning ? "WRN" : "ERR")}] {text.Split('\n')[0]}");
        reporter.Message(level, text);
    }

    /// <summary>The message, with text values as they are rather than in quotes.</summary>
    private static string Render(LogEvent logEvent)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is PropertyToken { Format: null, Alignment: null } property
                && logEvent.Properties.TryGetValue(property.PropertyName, out var value) && value is ScalarValue { Value: string text })
                writer.Write(text);
            else
                token.Render(logEvent.Properties, writer, CultureInfo.InvariantCulture);
        }
        return writer.ToString();
    }
}
