using Grpc.Net.Client;
using GrpcOrders;
using GrpcOrders.Faults;
using GrpcOrders.Gateway;
using GrpcOrders.Orders;
using GrpcOrders.Telemetry;
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
    kestrel.Listen(settings.Host, settings.GrpcPort, listener => listener.Protocols = HttpProtocols.Http2);
});
builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownDelay + TimeSpan.FromSeconds(15));
builder.Logging.ClearProviders().AddConsole(console => console.FormatterName = JsonLogFormatter.FormatterName)
    .AddConsoleFormatter<JsonLogFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
builder.AddTracing(tracing, settings);

Metrics.SuppressDefaultMetrics(new SuppressDefaultMetricOptions { SuppressEventCounters = true, SuppressMeters = true });
builder.Services
    .AddSingleton(settings).AddSingleton(tracing).AddSingleton(TimeProvider.System)
    .AddSingleton(Metrics.DefaultRegistry).AddSingleton<AppMetrics>()
    .AddSingleton<OrderStore>()
    .AddSingleton(services => ActivatorUtilities.CreateInstance<StockClient>(services, Peer(settings.StockUrl)))
    .AddSingleton(services => ActivatorUtilities.CreateInstance<CatalogueClient>(services, Peer(settings.CatalogueUrl)))
    .AddSingleton(_ => GrpcChannel.ForAddress(settings.GrpcAddress))
    .AddSingleton(services => new GrpcOrders.Protos.OrderService.OrderServiceClient(services.GetRequiredService<GrpcChannel>()))
    .AddSingleton<FaultRunner>().AddHostedService(services => services.GetRequiredService<FaultRunner>())
    .AddSingleton<Readiness>().AddHostedService<Lifecycle>();
builder.Services.AddGrpc(grpc =>
{
    grpc.Interceptors.Add<GrpcTelemetry>();
    grpc.Interceptors.Add<FaultInterceptor>();
});

var app = builder.Build();
app.UseWhen(context => context.Connection.LocalPort == settings.HttpPort, http => http.UseMiddleware<HttpTelemetry>());
app.MapGrpcService<OrderService>();
app.MapOrders();
app.MapHealth();
app.MapMetrics();
if (settings.FaultsEndpoint)
    app.MapFaults();
await app.RunAsync();
return 0;

static HttpClient Peer(Uri? address) => new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(2) };
