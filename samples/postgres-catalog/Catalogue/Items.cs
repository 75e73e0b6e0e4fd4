using Npgsql;
using PostgresCatalog.Database;
using PostgresCatalog.Telemetry;

namespace PostgresCatalog.Catalogue;

/// <summary>An item and its price; <paramref name="Changes"/> counts how often that changed.</summary>
public sealed record Item(string Name, long Cents, long? Changes = null);

/// <summary>The catalogue in PostgreSQL.</summary>
public sealed class Items(Session session, AppMetrics metrics)
{
    /// <summary>All items in alphabetical order.</summary>
    public async Task<IReadOnlyList<Item>> AllAsync(CancellationToken cancel)
    {
        await using var connection = await session.ConnectAsync(cancel);
        return await session.ReadAsync(connection, Query.AllItems, row => new Item(row.GetString(0), row.GetInt64(1)), cancel);
    }

    /// <summary>One item, or null.</summary>
    public async Task<Item?> FindAsync(string name, CancellationToken cancel)
    {
        await using var connection = await session.ConnectAsync(cancel);
        return (await session.ReadAsync(connection, Query.ItemByName, row => new Item(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), cancel, name)).SingleOrDefault();
    }

    /// <summary>Changes a price and records it, in one transaction; false when there is no such item.</summary>
    public async Task<bool> SetPriceAsync(string name, long cents, CancellationToken cancel)
    {
        await using var connection = await session.ConnectAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var committed = false;
        try
        {
            if (await session.RunAsync(connection, Query.SetPrice, cancel, name, cents) == 0)
                return false;
            await session.RunAsync(connection, Query.RecordChange, cancel, name, cents);
            await session.RunAsync(connection, Query.ForgetChanges, cancel, name);
            await transaction.CommitAsync(cancel);
            return committed = true;
        }
        finally
        {
            metrics.TransactionEnded(committed);
        }
    }
}
