using TalosPlatform.Stack.Tools;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>A database server that can run as a process of this machine.</summary>
public interface IHostDatabase
{
    /// <summary>Name as <c>needs</c> of <c>app.yaml</c> takes it; also the name of the process.</summary>
    string Name { get; }

    /// <summary>Pinned tool that carries the server.</summary>
    string Tool { get; }

    /// <summary>Port to listen on when it is free.</summary>
    int PreferredPort { get; }

    /// <summary>The one command that makes the server available where it is missing.</summary>
    string Fix { get; }

    /// <summary>Makes its data exist and says how it is started; called while it does not run, or to compare with what runs.</summary>
    /// <param name="tool">The server.</param>
    /// <param name="port">Port on loopback.</param>
    /// <param name="running">Whether it runs already.</param>
    /// <param name="cancellation">Stops the preparation; what is half made is made again next time.</param>
    /// <exception cref="Shared.PlatformException">The data cannot be made.</exception>
    Task<HostProcessSpec> PrepareAsync(ResolvedTool tool, int port, bool running, CancellationToken cancellation);

    /// <summary>Waits until the server takes statements: it may listen before it has repaired what a kill left.</summary>
    /// <exception cref="Shared.PlatformException">It does not in time.</exception>
    Task WaitAsync(int port, CancellationToken cancellation);

    /// <summary>Gives an application a database and an account of its own; does only what is missing.</summary>
    /// <param name="application">Name of the application.</param>
    /// <param name="port">Port the server listens on.</param>
    /// <param name="cancellation">Stops waiting for the server.</param>
    /// <exception cref="Shared.PlatformException">The server refuses.</exception>
    Task<DatabaseConnection> CreateAsync(string application, int port, CancellationToken cancellation);
}

/// <summary>How an application reaches its database.</summary>
/// <param name="Host">Address.</param>
/// <param name="Port">Port.</param>
/// <param name="Database">Name of its database.</param>
/// <param name="User">Its account.</param>
/// <param name="PasswordFile">File that only this user can read: in the form the database's own clients take (PostgreSQL: a line of <c>.pgpass</c>).</param>
public sealed record DatabaseConnection(string Host, int Port, string Database, string User, string PasswordFile);
