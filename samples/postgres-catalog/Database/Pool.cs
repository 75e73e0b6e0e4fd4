using System.Diagnostics;
using Npgsql;

namespace PostgresCatalog.Database;

/// <summary>The connection pool.</summary>
public static class Pool
{
    /// <summary>Name of the pool in Npgsql's own metrics.</summary>
    public const string Name = "catalogue";

    /// <summary>A pool as the settings ask for it; the first connection is opened when it is needed.</summary>
    public static NpgsqlDataSource Create(Settings settings)
    {
        var database = settings.Database;
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder
        {
            Host = database.Host, Port = database.Port, Database = database.Name, Username = database.User,
            Password = database.Password, Passfile = database.PasswordFile,
            MaxPoolSize = settings.PoolSize, Timeout = (int)settings.PoolTimeout.TotalSeconds, CommandTimeout = 10,
            ApplicationName = settings.ServiceName,
        }.ConnectionString)
        { Name = Name };
        builder.ConfigureTracing(tracing => tracing
            .ConfigureCommandSpanNameProvider(command => Query.NameOf(command.CommandText))
            // Migrations belong to no request, and would be traces of their own.
            .ConfigureCommandFilter(_ => Activity.Current is not null)
            .EnablePhysicalOpenTracing(false));
        return builder.Build();
    }
}
