using PostgresCatalog.Database;
using PostgresCatalog.Http;

namespace PostgresCatalog;

/// <summary>Ready once the schema is up to date; on SIGTERM not ready first, closed later.</summary>
public sealed partial class Lifecycle(Settings settings, Readiness readiness, Migrator migrator, IHostApplicationLifetime lifetime, ILogger<Lifecycle> log) : BackgroundService, IHostedLifecycleService
{
    /// <summary>Gives load balancers time to see <c>/readyz</c> fail before connections are refused.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(settings.ShutdownDelay, cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await migrator.MigrateAsync(stoppingToken);
            readiness.Started();
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            NotMigrated(log, failure);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(LogLevel.Critical, "The schema cannot be brought up to date")]
    private static partial void NotMigrated(ILogger log, Exception failure);
}
