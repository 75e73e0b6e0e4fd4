using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using TalosPlatform.Tests.Samples.Otlp;

namespace TalosPlatform.Tests.Samples.Support;

/// <summary>A span as it arrived.</summary>
public sealed record ReceivedSpan(string Service, string TraceId, string Id, string ParentId, string Name, int Kind, int Status, IReadOnlyDictionary<string, string> Resource)
{
    public const int Server = 2, Client = 3, Failed = 2;
}

/// <summary>A log record as it arrived.</summary>
public sealed record ReceivedLog(string Service, string TraceId, string Severity, string Body, IReadOnlyDictionary<string, string> Resource);

/// <summary>An OTLP/HTTP endpoint that understands protobuf and JSON and keeps what it gets.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public OtlpCollector()
    {
        for (var attempt = 0; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
            probe.Stop();
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(Endpoint.ToString());
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
            }
        }
        _serving = ServeAsync();
    }

    public Uri Endpoint { get; private set; } = null!;

    public ConcurrentQueue<ReceivedSpan> Spans { get; } = new();

    public ConcurrentQueue<ReceivedLog> Logs { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            context.Response.StatusCode = (context.Request.ContentType, context.Request.Url!.AbsolutePath) switch
            {
                ("application/x-protobuf", "/v1/traces") => Keep(ExportTraceServiceRequest.Parser.ParseFrom(body.ToArray())),
                ("application/x-protobuf", "/v1/logs") => Keep(ExportLogsServiceRequest.Parser.ParseFrom(body.ToArray())),
                ("application/json", "/v1/traces") => Keep(OtlpJson.Parse<ExportTraceServiceRequest>(body.ToArray())),
                ("application/json", "/v1/logs") => Keep(OtlpJson.Parse<ExportLogsServiceRequest>(body.ToArray())),
                _ => 415,
            };
            context.Response.ContentType = context.Request.ContentType;
            context.Response.Close();
        }
    }

    private int Keep(ExportTraceServiceRequest request)
    {
        foreach (var resource in request.ResourceSpans)
        {
            foreach (var span in resource.ScopeSpans.SelectMany(scope => scope.Spans))
            {
                Spans.Enqueue(new ReceivedSpan(
                    ServiceOf(resource.Resource), Hex(span.TraceId), Hex(span.SpanId), Hex(span.ParentSpanId), span.Name, span.Kind, span.Status?.Code ?? 0,
                    Attributes(resource.Resource)));
            }
        }
        return 200;
    }

    private int Keep(ExportLogsServiceRequest request)
    {
        foreach (var resource in request.ResourceLogs)
        {
            foreach (var record in resource.ScopeLogs.SelectMany(scope => scope.LogRecords))
                Logs.Enqueue(new ReceivedLog(ServiceOf(resource.Resource), Hex(record.TraceId), record.SeverityText, record.Body?.StringValue ?? "", Attributes(resource.Resource)));
        }
        return 200;
    }

    private static string ServiceOf(Resource resource) => Attributes(resource)["service.name"];

    private static Dictionary<string, string> Attributes(Resource resource) =>
        resource.Attributes.ToDictionary(attribute => attribute.Key, attribute => attribute.Value?.StringValue ?? "", StringComparer.Ordinal);

    private static string Hex(Google.Protobuf.ByteString bytes) => Convert.ToHexStringLower(bytes.Span);
}
