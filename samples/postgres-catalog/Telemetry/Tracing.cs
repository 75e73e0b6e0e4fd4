using PostgresCatalog.Http;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PostgresCatalog.Telemetry;

/// <summary>Which signals leave the process by OTLP. Neither does when no endpoint is named: nothing to fail, nothing to retry.</summary>
public sealed record TracingSettings(bool ExportsTraces, bool ExportsLogs)
{
    /// <summary>Reads the standard OpenTelemetry variables.</summary>
    public static TracingSettings From(IConfiguration environment) => new(
        environment["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] is { Length: > 0 } || environment["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 },
        environment["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"] is { Length: > 0 });
}

/// <summary>OpenTelemetry, when there is somewhere to send to. Without it .NET still makes and passes on W3C trace ids.</summary>
public static class Tracing
{
    /// <summary>Adds the exporters that <paramref name="tracing"/> asks for.</summary>
    public static void AddTracing(this WebApplicationBuilder builder, TracingSettings tracing, Settings settings)
    {
        if (tracing is { ExportsTraces: false, ExportsLogs: false })
            return;

        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                settings.ServiceName, serviceVersion: typeof(Tracing).Assembly.GetName().Version!.ToString(3)));
        if (tracing.ExportsTraces)
        {
            telemetry.WithTracing(traces => traces
                .AddAspNetCoreInstrumentation(options => options.Filter = context => !HealthEndpoints.IsProbe(context.Request.Path))
                .AddSource("Npgsql") // Each query is a span of its own.
                .AddOtlpExporter(options => SendTo(options, "TRACES", builder.Configuration)));
        }
        if (tracing.ExportsLogs)
        {
            telemetry.WithLogging(
                logs => logs.AddOtlpExporter(options => SendTo(options, "LOGS", builder.Configuration)),
                options => options.IncludeFormattedMessage = true);
        }
    }

    /// <summary>What the exporter does not read itself: endpoint and protocol of one signal, and OTLP's default protocol, which is HTTP.</summary>
    private static void SendTo(OtlpExporterOptions options, string signal, ConfigurationManager environment)
    {
        var protocol = environment[$"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL"] ?? environment["OTEL_EXPORTER_OTLP_PROTOCOL"];
        options.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (environment[$"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"] is { Length: > 0 } endpoint)
            options.Endpoint = new Uri(endpoint);
    }
}
