namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>What Debian's PostgreSQL lacks to behave as the upstream image: its user, its start script, its programs in PATH.</summary>
internal static class PostgresFiles
{
    /// <summary>Numeric user and group of the upstream image.</summary>
    public const string User = "999:999";

    private const string Programs = "/usr/lib/postgresql/" + SampleParts.PostgresVersion + "/bin";

    // The variables are those of the upstream image: POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, POSTGRES_INITDB_ARGS, PGDATA.
    private const string Script =
        """
        #!/bin/sh
        set -eu
        export PGDATA="${PGDATA:-/var/lib/postgresql/data}"
        if [ ! -s "$PGDATA/PG_VERSION" ]; then
          : "${POSTGRES_PASSWORD:?is required}"
          user="${POSTGRES_USER:-postgres}"
          printf '%s\n' "$POSTGRES_PASSWORD" |
            initdb -D "$PGDATA" --username="$user" --pwfile=/dev/stdin --no-instructions --locale=C.UTF-8 ${POSTGRES_INITDB_ARGS:-}
          printf 'host all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
          printf "listen_addresses = '*'\njit = off\n" >> "$PGDATA/postgresql.conf"
          if [ "${POSTGRES_DB:-postgres}" != postgres ]; then
            printf 'CREATE DATABASE "%s"\n' "$POSTGRES_DB" | postgres --single -D "$PGDATA" postgres > /dev/null
          fi
        fi
        exec "$@"
        """;

    /// <summary>Writes the layer.</summary>
    /// <param name="layer">File to write.</param>
    /// <param name="work">Folder for what goes into it.</param>
    public static void Write(string layer, string work)
    {
        var programs = Directory.CreateDirectory(Path.Combine(work, "postgres", "bin")).FullName;
        foreach (var program in (string[])["initdb", "pg_isready", "postgres", "psql"])
            File.CreateSymbolicLink(Path.Combine(programs, program), $"{Programs}/{program}");
        File.WriteAllText(Path.Combine(programs, "docker-entrypoint.sh"), Script.ReplaceLineEndings("\n") + "\n");
        var users = Path.Combine(work, "postgres", "passwd");
        File.WriteAllText(users, "root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999:postgres:/var/lib/postgresql:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n");
        LayerWriter.Folders(layer, [(programs, "usr/local/bin"), (users, "etc/passwd")]);
    }
}
