namespace PostgresCatalog.Database;

/// <summary>Every statement of this service with the name that its metrics, spans and log lines carry.</summary>
/// <param name="Name">From a fixed set, and so safe as a label.</param>
/// <param name="Sql">Text with positional parameters.</param>
public sealed record Query(string Name, string Sql)
{
    /// <summary>All items.</summary>
    public static readonly Query AllItems = new("all_items", "SELECT name, cents FROM items ORDER BY name");

    /// <summary>One item and how often its price changed.</summary>
    public static readonly Query ItemByName = new("item_by_name",
        "SELECT name, cents, (SELECT count(*) FROM price_changes WHERE item = items.name) FROM items WHERE name = $1");

    /// <summary>A new price.</summary>
    public static readonly Query SetPrice = new("set_price", "UPDATE items SET cents = $2 WHERE name = $1");

    /// <summary>The record of it.</summary>
    public static readonly Query RecordChange = new("record_change", "INSERT INTO price_changes (item, cents) VALUES ($1, $2)");

    /// <summary>Forgets all but the newest thousand records of an item.</summary>
    public static readonly Query ForgetChanges = new("forget_changes",
        "DELETE FROM price_changes WHERE item = $1 AND id < (SELECT id FROM price_changes WHERE item = $1 ORDER BY id DESC OFFSET 999 LIMIT 1)");

    /// <summary>What the fault switch adds to a query.</summary>
    public static readonly Query Pause = new("pause", "SELECT pg_sleep($1)");

    /// <summary>The queries that requests run.</summary>
    public static IReadOnlyList<Query> All { get; } = [AllItems, ItemByName, SetPrice, RecordChange, ForgetChanges];

    /// <summary>Name of a statement, for its span.</summary>
    public static string NameOf(string sql) => All.Append(Pause).FirstOrDefault(query => query.Sql == sql)?.Name ?? "schema";
}
