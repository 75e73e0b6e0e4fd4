using Nuke.Common.Reporting;
using Serilog;
using Serilog.Events;

namespace Nuke.Common.Logging;

/// <summary>Connects Serilog's static logger with the reporter.</summary>
internal static class LoggerSetup
{
    public static void Configure(Reporter reporter, SecretRegistry secrets, List<string> repeated) =>
        Log.Logger = new LoggerConfiguration()
            .MinimumLevel.Is(reporter.Threshold switch
            {
                MessageLevel.Trace => LogEventLevel.Verbose,
                MessageLevel.Debug => LogEventLevel.Debug,
                MessageLevel.Warning => LogEventLevel.Warning,
                _ => LogEventLevel.Error,
            })
            .Enrich.With(new RedactingEnricher(secrets))
            .WriteTo.Sink(new HostSink(reporter, secrets, repeated))
            .CreateLogger();
}
