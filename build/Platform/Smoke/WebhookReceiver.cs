using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace TalosPlatform.Smoke;

/// <summary>Listens on loopback for Alertmanager's notifications while the checks run.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private const int BodyLimit = 1024 * 1024;
    private const int KeptCalls = 100;
    private readonly HttpListener? _listener;
    private readonly Task _serving = Task.CompletedTask;
    private ImmutableArray<WebhookCall> _calls = [];

    private WebhookReceiver(int? port, HttpListener? listener, string? problem)
    {
        (Port, _listener, Problem) = (port, listener, problem);
        if (listener is not null)
            _serving = ServeAsync(listener);
    }

    /// <summary>Port it was asked to listen on; null when none was given.</summary>
    public int? Port { get; }

    /// <summary>Why it does not listen; null when it does.</summary>
    public string? Problem { get; }

    /// <summary>What was posted so far.</summary>
    public ImmutableArray<WebhookCall> Calls => _calls;

    /// <summary>Starts to listen; a port that is taken is kept as <see cref="Problem"/>, since every other check can still run.</summary>
    public static WebhookReceiver TryStart(int? port)
    {
        if (port is null)
            return new WebhookReceiver(null, null, null);
        var listener = new HttpListener();
        try
        {
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            listener.Start();
            return new WebhookReceiver(port, listener, null);
        }
        catch (Exception error) when (error is HttpListenerException or ArgumentException or System.Net.Sockets.SocketException)
        {
            listener.Close();
            return new WebhookReceiver(port, null, $"cannot listen on 127.0.0.1:{port}: {error.Message}; free the port or choose another");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener?.Close();
        await _serving;
    }

    private async Task ServeAsync(HttpListener listener)
    {
        while (listener.IsListening)
        {
            try
            {
                await AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException or OperationCanceledException)
            {
                // Closed, or a caller that hung up: the loop's condition tells which.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        if (call.Request.HttpMethod != "POST")
        {
            Answer(call, HttpStatusCode.MethodNotAllowed);
            return;
        }

        var message = WebhookCall.Read(await ReadAsync(call.Request.InputStream));

        // Answered first: once the message is known the run may end, and with it the listener.
        Answer(call, message.Mistakes.IsEmpty ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
        ImmutableInterlocked.Update(ref _calls, (calls, one) => calls.Length < KeptCalls ? calls.Add(one) : calls.RemoveAt(0).Add(one), message);
    }

    private static void Answer(HttpListenerContext call, HttpStatusCode status)
    {
        call.Response.StatusCode = (int)status;
        call.Response.ContentLength64 = 0;
        call.Response.Close();
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        while (body.Length <= BodyLimit && await stream.ReadAsync(buffer, deadline.Token) is > 0 and var read)
            body.Write(buffer, 0, read);
        return body.ToArray();
    }
}

/// <summary>One notification Alertmanager posted.</summary>
/// <param name="Receiver">Receiver it was for.</param>
/// <param name="Firing">Names of the alerts that fire.</param>
/// <param name="Mistakes">What differs from the documented message; empty when nothing does.</param>
internal sealed record WebhookCall(string Receiver, ImmutableArray<string> Firing, ImmutableArray<string> Mistakes)
{
    /// <summary>Reads and validates a message of version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config).</summary>
    public static WebhookCall Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var mistakes = ImmutableArray.CreateBuilder<string>();
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return new WebhookCall("", [], ["the message is not a JSON object"]);
            if (Text(root, "version", mistakes) is { Length: > 0 } version && version != "4")
                mistakes.Add($"version is \"{version}\", expected \"4\"");
            foreach (var name in (string[])["groupKey", "externalURL"])
                Text(root, name, mistakes);
            CheckStatus(root, "", mistakes);
            foreach (var name in (string[])["groupLabels", "commonLabels", "commonAnnotations"])
                Texts(root, name, "", mistakes);
            return new WebhookCall(Text(root, "receiver", mistakes), Alerts(root, mistakes), mistakes.ToImmutable());
        }
        catch (JsonException error)
        {
            return new WebhookCall("", [], [$"the message is not JSON: {Evidence.Shorten(error.Message)}"]);
        }
    }

    private static ImmutableArray<string> Alerts(JsonElement root, ImmutableArray<string>.Builder mistakes)
    {
        if (!root.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array || alerts.GetArrayLength() == 0)
        {
            mistakes.Add("alerts is missing or empty");
            return [];
        }

        var firing = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, alert) in alerts.EnumerateArray().Index())
        {
            var place = $"alerts[{index}].";
            if (alert.ValueKind != JsonValueKind.Object)
            {
                mistakes.Add($"{place[..^1]} is not an object");
                continue;
            }

            Texts(alert, "annotations", place, mistakes);
            if (!alert.TryGetProperty("startsAt", out var start) || start.ValueKind != JsonValueKind.String || !start.TryGetDateTimeOffset(out _))
                mistakes.Add($"{place}startsAt is no RFC 3339 time");
            var labelled = Texts(alert, "labels", place, mistakes);
            if (CheckStatus(alert, place, mistakes) == "firing" && labelled && alert.GetProperty("labels").TryGetProperty("alertname", out var name))
                firing.Add(name.GetString() ?? "");
        }

        return firing.ToImmutable();
    }

    private static string CheckStatus(JsonElement of, string place, ImmutableArray<string>.Builder mistakes)
    {
        var status = of.TryGetProperty("status", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        if (status is not ("firing" or "resolved"))
            mistakes.Add($"{place}status is neither firing nor resolved");
        return status ?? "";
    }

    private static string Text(JsonElement of, string name, ImmutableArray<string>.Builder mistakes)
    {
        if (of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            return value.GetString() ?? "";
        mistakes.Add($"{name} is missing");
        return "";
    }

    private static bool Texts(JsonElement of, string name, string place, ImmutableArray<string>.Builder mistakes)
    {
        if (of.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object && map.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.String))
            return true;
        mistakes.Add($"{place}{name} is not a map of texts");
        return false;
    }
}
