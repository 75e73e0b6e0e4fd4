using TalosPlatform.Runs;
using TalosPlatform.Shared;
using TalosPlatform.Shared.Progress;
using TalosPlatform.Shared.Text;

namespace TalosPlatform.Databases;

/// <summary>The target DeployDatabase: runs database servers with their exporters, and says how to connect.</summary>
public static class DeployDatabase
{
    /// <summary>Runs the target.</summary>
    /// <param name="run">The run.</param>
    /// <param name="names">Databases that were asked for.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="PlatformException">None was named, one does not exist, or none of them can run here.</exception>
    public static async Task RunAsync(RunContext run, IReadOnlyCollection<string> names, CancellationToken cancellation)
    {
        var known = PlatformFiles.DatabaseNames(run.Workspace);
        if (names.Count == 0)
            throw new PlatformException("DeployDatabase needs to know which database.", $"Give --database one or more of {string.Join(", ", known)}.");
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new PlatformException($"\"{unknown}\" is not valid for --database.", NearestName.Hint(unknown, [.. known]));
        var provider = run.Provider ?? throw new PlatformException("There is no cluster to deploy to.", "Run \"ProvisionCluster\" first; skipping it is not possible.");

        var deployment = await provider.DeployDatabasesAsync([.. names.Distinct(StringComparer.Ordinal)], cancellation);
        run.Gateway = deployment.Gateway;
        run.Record(d => d with { Components = run.Gateway.Components });
        foreach (var database in deployment.Databases)
            Tell(run, database);
        if (deployment.Databases.IsEmpty)
            throw new PlatformException($"None of the databases can run here: {string.Join("; ", names.Select(name => $"{name}: {deployment.Gateway.WhyNot(name)}"))}.", "Choose another --provider, or another database.");
    }

    private static void Tell(RunContext run, DatabaseAccess database)
    {
        run.Progress.Info($"{database.Name}: {database.Host}:{database.Port}, database \"{database.Database}\", user \"{database.User}\", password in {Password(run, database)}");
        if (database.PasswordFile is null)
            return;
        foreach (var line in ConnectionSnippets.For(database, Path.Combine(run.Workspace.PlatformRoot, "stack", "databases")))
            run.Progress.Info("  " + line);
    }

    private static string Password(RunContext run, DatabaseAccess database) => database.PasswordFile is { } file
        ? Path.GetRelativePath(run.Workspace.Root, file)
        : $"the Secret \"{database.Secret}\", for envFrom";
}
