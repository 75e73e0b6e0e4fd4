using PostgresCatalog;
using PostgresCatalog.Catalogue;
using PostgresCatalog.Database;
using PostgresCatalog.Faults;
using PostgresCatalog.Http;
using PostgresCatalog.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Prometheus;

var builder = WebApplication.CreateSlimBuilder(args);
Settings settings;
try
{
    settings = Settings.From(builder.Configuration);
    _ = FaultSettings.From(builder.Configuration);
}
catch (FormatException problem)
{
    await Console.Error.WriteLineAsync(problem.Message);
    return 2;
}
var tracing = TracingSettings.From(builder.Configuration);

builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = 16 * 1024;
    kestrel.Listen(settings.Host, settings.HttpPort, listener => listener.Protocols = HttpProtocols.Http1);
});
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownDelay + TimeSpan.FromSeconds(15));
builder.Logging.ClearProviders().AddConsole(console => console.FormatterName = JsonLogFormatter.FormatterName)
    .AddConsoleFormatter<JsonLogFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
builder.AddTracing(tracing, settings);

Metrics.SuppressDefaultMetrics(new SuppressDefaultMetricOptions { SuppressEventCounters = true, SuppressMeters = true });
builder.Services
    .AddSingleton(settings).AddSingleton(tracing)
    .AddSingleton(Metrics.DefaultRegistry).AddSingleton<AppMetrics>().AddSingleton<PoolMetrics>()
    .AddSingleton(_ => Pool.Create(settings)).AddSingleton<Session>().AddSingleton<Migrator>().AddSingleton<Items>()
    .AddSingleton<FaultRunner>().AddHostedService(services => services.GetRequiredService<FaultRunner>())
    .AddSingleton<Readiness>().AddHostedService<Lifecycle>();

var app = builder.Build();
_ = app.Services.GetRequiredService<PoolMetrics>();
app.UseMiddleware<HttpTelemetry>();
app.MapItems();
app.MapHealth();
app.MapMetrics();
if (settings.FaultsEndpoint)
    app.MapFaults();
await app.RunAsync();
return Environment.ExitCode;
