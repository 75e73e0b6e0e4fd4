using System.Net;
using System.Text;

namespace TalosPlatform.Tests.Clusters.Kubernetes;

/// <summary>An API server that answers by a script, and time that passes at once.</summary>
internal sealed class ScriptedServer(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    public static Func<HttpRequestMessage, HttpResponseMessage> Answer(HttpStatusCode status, string body = "{}", int? retryAfter = null) => _ =>
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } seconds)
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return answer;
    };

    public static Func<HttpRequestMessage, HttpResponseMessage> Refused(HttpRequestError error = HttpRequestError.ConnectionError) => _ => throw new HttpRequestException(error, "refused");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : " " + await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add($"{request.Method} {request.RequestUri!.PathAndQuery}{(request.Content?.Headers.ContentType is { } type ? $" {type}" : "")}{body}");
        // The last answer is given for ever.
        return answers[Math.Min(Requests.Count, answers.Length) - 1](request);
    }

    /// <summary>A clock whose timers are over at once, and that says so.</summary>
    internal sealed class Impatient : TimeProvider
    {
        private long _now;

        public List<TimeSpan> Waits { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            _now += dueTime.Ticks;
            return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
