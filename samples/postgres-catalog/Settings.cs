using System.Globalization;
using System.Net;

namespace PostgresCatalog;

/// <summary>Everything the environment decides, read once at start.</summary>
/// <param name="Host">Address to listen on (<c>HOST</c>).</param>
/// <param name="HttpPort">Items, health and metrics (<c>PORT</c>).</param>
/// <param name="Database">Where PostgreSQL is (<c>PGHOST</c>, … as its own clients read them).</param>
/// <param name="PoolSize">Connections at most (<c>DATABASE_POOL_SIZE</c>).</param>
/// <param name="PoolTimeout">How long a request waits for a connection (<c>DATABASE_POOL_TIMEOUT_SECONDS</c>).</param>
/// <param name="SlowQuery">Queries that take longer are logged (<c>SLOW_QUERY_MS</c>).</param>
/// <param name="ServiceName">Name in logs and traces (<c>OTEL_SERVICE_NAME</c>).</param>
/// <param name="ShutdownDelay">Time between SIGTERM and the end of accepting requests (<c>SHUTDOWN_DELAY_SECONDS</c>).</param>
/// <param name="FaultsEndpoint">Whether <c>/faults</c> answers (<c>FAULTS_ENDPOINT</c>, on unless "off").</param>
public sealed record Settings(
    IPAddress Host, int HttpPort, DatabaseSettings Database, int PoolSize, TimeSpan PoolTimeout, TimeSpan SlowQuery,
    string ServiceName, TimeSpan ShutdownDelay, bool FaultsEndpoint)
{
    /// <summary>Reads the variables.</summary>
    /// <exception cref="FormatException">A variable holds a value that cannot be used; the message quotes it.</exception>
    public static Settings From(IConfiguration environment) => new(
        Address(environment["HOST"] ?? "0.0.0.0"),
        (int)Number(environment, "PORT", 8080, 1, 65535),
        new DatabaseSettings(
            Text(environment, "PGHOST", "127.0.0.1"), (int)Number(environment, "PGPORT", 5432, 1, 65535),
            Text(environment, "PGDATABASE", "postgres_catalog"), Text(environment, "PGUSER", "postgres_catalog"),
            environment["PGPASSWORD"], environment["PGPASSFILE"]),
        (int)Number(environment, "DATABASE_POOL_SIZE", 10, 1, 100),
        TimeSpan.FromSeconds(Number(environment, "DATABASE_POOL_TIMEOUT_SECONDS", 2, 1, 60)),
        TimeSpan.FromMilliseconds(Number(environment, "SLOW_QUERY_MS", 200, 0, 60_000)),
        Text(environment, "OTEL_SERVICE_NAME", "postgres-catalog"),
        TimeSpan.FromSeconds(Number(environment, "SHUTDOWN_DELAY_SECONDS", 0, 0, 60)),
        environment["FAULTS_ENDPOINT"] != "off");

    /// <summary>A number of the environment within its limits, or <paramref name="fallback"/> when the variable is absent.</summary>
    /// <exception cref="FormatException">Not a number, or outside the limits.</exception>
    public static double Number(IConfiguration environment, string name, double fallback, double least, double most)
    {
        if (environment[name] is not { Length: > 0 } text)
            return fallback;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw new FormatException($"{name} is \"{text}\": expected a number from {least} to {most}.");
    }

    private static string Text(IConfiguration environment, string name, string fallback) =>
        environment[name] is { Length: > 0 } text ? text : fallback;

    private static IPAddress Address(string host) =>
        host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : throw new FormatException($"HOST is \"{host}\": expected an IP address such as 0.0.0.0 or 127.0.0.1.");
}

/// <summary>Where PostgreSQL is: <c>PGHOST</c>, <c>PGPORT</c>, <c>PGDATABASE</c>, <c>PGUSER</c>, and <c>PGPASSWORD</c> or <c>PGPASSFILE</c>.</summary>
public sealed record DatabaseSettings(string Host, int Port, string Name, string User, string? Password, string? PasswordFile);
