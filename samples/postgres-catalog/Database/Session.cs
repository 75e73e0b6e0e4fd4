using System.Diagnostics;
using Npgsql;
using PostgresCatalog.Faults;
using PostgresCatalog.Telemetry;

namespace PostgresCatalog.Database;

/// <summary>Runs queries: takes a connection from the pool, measures the wait and each query, logs the slow ones.</summary>
public sealed partial class Session(NpgsqlDataSource pool, AppMetrics metrics, FaultRunner faults, Settings settings, ILogger<Session> log)
{
    /// <summary>Takes a connection; disposing gives it back.</summary>
    /// <exception cref="PoolExhaustedException">None became free in time.</exception>
    public async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        using var waiting = metrics.WaitingForConnection();
        try
        {
            return await pool.OpenConnectionAsync(cancel);
        }
        catch (NpgsqlException failure) when (failure.InnerException is TimeoutException)
        {
            metrics.ConnectionTimedOut();
            throw new PoolExhaustedException(failure);
        }
        finally
        {
            metrics.ConnectionTaken(Stopwatch.GetElapsedTime(started));
        }
    }

    /// <summary>Runs a query and reads its rows.</summary>
    public async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlConnection connection, Query query, Func<NpgsqlDataReader, T> row, CancellationToken cancel, params object[] values)
    {
        var rows = new List<T>();
        await MeasureAsync(connection, query, async () =>
        {
            await using var command = Command(connection, query, values);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
                rows.Add(row(reader));
            return rows.Count;
        }, cancel);
        return rows;
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>Rows it changed.</returns>
    public Task<int> RunAsync(NpgsqlConnection connection, Query query, CancellationToken cancel, params object[] values) => MeasureAsync(connection, query, async () =>
    {
        await using var command = Command(connection, query, values);
        return await command.ExecuteNonQueryAsync(cancel);
    }, cancel);

    private async Task<int> MeasureAsync(NpgsqlConnection connection, Query query, Func<Task<int>> run, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = "error";
        try
        {
            if (faults.Now.SlowQueryMs > 0)
            {
                await using var pause = Command(connection, Query.Pause, [faults.Now.SlowQueryMs / 1000]);
                await pause.ExecuteNonQueryAsync(cancel);
            }
            var rows = await run();
            outcome = "ok";
            return rows;
        }
        finally
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            var slow = elapsed >= settings.SlowQuery;
            metrics.QueryRan(query.Name, outcome, elapsed, slow);
            if (slow)
                Slow(log, query.Name, Math.Round(elapsed.TotalMilliseconds, 3), query.Sql);
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, Query query, object[] values)
    {
        var command = new NpgsqlCommand(query.Sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    // The statement without its values: these may be anybody's data.
    [LoggerMessage(LogLevel.Warning, "Slow query {query}: {duration_ms} ms for {statement}")]
    private static partial void Slow(ILogger log, string query, double duration_ms, string statement);
}

/// <summary>No connection became free in time.</summary>
public sealed class PoolExhaustedException(Exception inner) : Exception("No database connection became free in time.", inner);
