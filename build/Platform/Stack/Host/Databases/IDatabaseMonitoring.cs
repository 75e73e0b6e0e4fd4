using System.Collections.Immutable;

namespace TalosPlatform.Stack.Host.Databases;

/// <summary>The exporter of a database server: what turns its statistics into metrics.</summary>
public interface IDatabaseMonitoring
{
    /// <summary>Name of the database, as <see cref="IHostDatabase.Name"/>.</summary>
    string Database { get; }

    /// <summary>Pinned tool that carries the exporter.</summary>
    string Tool { get; }

    /// <summary>Port to listen on when it is free.</summary>
    int PreferredPort { get; }

    /// <summary>Gives the exporter an account that may read statistics and nothing else, and says how it is started.</summary>
    /// <param name="version">Version of the exporter.</param>
    /// <param name="databasePort">Port the server listens on.</param>
    /// <param name="port">Port the exporter shall listen on.</param>
    /// <param name="cancellation">Stops waiting for the server.</param>
    /// <exception cref="Shared.PlatformException">The server refuses.</exception>
    Task<ExporterStart> PrepareAsync(Version version, int databasePort, int port, CancellationToken cancellation);
}

/// <summary>How an exporter is started; passwords are in files alone.</summary>
/// <param name="Arguments">Arguments.</param>
/// <param name="Environment">Variables besides those every process gets.</param>
/// <param name="Configuration">Text of its configuration, for a digest: a change restarts it.</param>
public sealed record ExporterStart(ImmutableArray<string> Arguments, ImmutableSortedDictionary<string, string> Environment, string Configuration);
