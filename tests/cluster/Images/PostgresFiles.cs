namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>What Debian's PostgreSQL lacks to behave as the upstream image: its user, its start script, its programs in PATH.</summary>
internal static class PostgresFiles
{
    /// <summary>Numeric user and group of the upstream image.</summary>
    public const string User = "999:999";

    private const string Programs = "/usr/lib/postgresql/" + SampleParts.PostgresVersion + "/bin";

    // Variables, files and functions are those of the upstream image: POSTGRES_USER, POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE, POSTGRES_DB,
    // POSTGRES_INITDB_ARGS, PGDATA, and the files of docker-entrypoint-initdb.d.
    private const string Script =
        """
        #!/bin/sh
        set -eu
        export PGDATA="${PGDATA:-/var/lib/postgresql/data}"
        case "${1:-}" in -*) set -- postgres "$@" ;; esac
        if [ ! -s "$PGDATA/PG_VERSION" ]; then
          if [ -n "${POSTGRES_PASSWORD_FILE:-}" ]; then POSTGRES_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE"); fi
          : "${POSTGRES_PASSWORD:?is required}"
          user="${POSTGRES_USER:-postgres}"
          # Half-made data is no data: the next start makes it anew.
          rm -rf "$PGDATA.new"
          printf '%s\n' "$POSTGRES_PASSWORD" |
            initdb -D "$PGDATA.new" --username="$user" --pwfile=/dev/stdin --no-instructions --locale=C.UTF-8 ${POSTGRES_INITDB_ARGS:-}
          printf 'host all all all scram-sha-256\n' >> "$PGDATA.new/pg_hba.conf"
          printf "listen_addresses = '*'\njit = off\n" >> "$PGDATA.new/postgresql.conf"
          if [ "${POSTGRES_DB:-postgres}" != postgres ]; then
            printf 'CREATE DATABASE "%s"\n' "$POSTGRES_DB" | postgres --single -D "$PGDATA.new" postgres > /dev/null
          fi
          if [ -d /docker-entrypoint-initdb.d ]; then
            docker_process_sql() { psql -v ON_ERROR_STOP=1 --username "$user" --no-password --no-psqlrc --quiet "$@"; }
            shift
            pg_ctl -D "$PGDATA.new" -w -o "-c listen_addresses='' $*" start > /dev/null
            for file in /docker-entrypoint-initdb.d/*.sh; do . "$file"; done
            pg_ctl -D "$PGDATA.new" -m fast -w stop > /dev/null
            set -- postgres "$@"
          fi
          mv "$PGDATA.new" "$PGDATA"
        fi
        exec "$@"
        """;

    /// <summary>Writes the layer.</summary>
    /// <param name="layer">File to write.</param>
    /// <param name="work">Folder for what goes into it.</param>
    public static void Write(string layer, string work)
    {
        var programs = Directory.CreateDirectory(Path.Combine(work, "postgres", "bin")).FullName;
        foreach (var program in (string[])["initdb", "pg_ctl", "pg_isready", "postgres", "psql"])
            File.CreateSymbolicLink(Path.Combine(programs, program), $"{Programs}/{program}");
        File.WriteAllText(Path.Combine(programs, "docker-entrypoint.sh"), Script.ReplaceLineEndings("\n") + "\n");
        var users = Path.Combine(work, "postgres", "passwd");
        File.WriteAllText(users, "root:x:0:0:root:/root:/bin/sh\npostgres:x:999:999:postgres:/var/lib/postgresql:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n");
        LayerWriter.Folders(layer, [(programs, "usr/local/bin"), (users, "etc/passwd")]);
    }
}
