namespace TalosPlatform.Tests.Cluster.Images;

/// <summary>What Debian's MariaDB lacks to behave as the upstream image of MySQL: its user, its start script, its names of the programs.</summary>
internal static class MariaDbFiles
{
    // Variables, files and functions are those of the upstream image. MariaDB has no X protocol to turn off.
    private const string Script =
        """
        #!/bin/sh
        set -eu
        data=/var/lib/mysql
        socket=/var/run/mysqld/mysqld.sock
        for argument; do
          shift
          case "$argument" in mysqld | --mysqlx=*) ;; *) set -- "$@" "$argument" ;; esac
        done
        set -- mariadbd --no-defaults --datadir="$data" --socket="$socket" "$@"
        docker_process_sql() { mariadb --no-defaults --skip-print-query-on-error --socket="$socket" --user=root "$@"; }
        if [ ! -e "$data/made" ]; then
          rm -rf "$data"/*
          mariadb-install-db --no-defaults --datadir="$data" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve > /dev/null
          "$@" --skip-networking &
          for attempt in $(seq 300); do mariadb-admin --no-defaults --socket="$socket" ping --silent && break; sleep 0.2; done
          docker_process_sql <<SQL
        CREATE DATABASE $MYSQL_DATABASE;
        CREATE USER $MYSQL_USER@'%' IDENTIFIED BY '$(cat "$MYSQL_PASSWORD_FILE")';
        GRANT ALL ON $MYSQL_DATABASE.* TO $MYSQL_USER@'%';
        SQL
          for file in /docker-entrypoint-initdb.d/*.sh; do . "$file"; done
          docker_process_sql <<SQL
        CREATE OR REPLACE USER root@'$MYSQL_ROOT_HOST' IDENTIFIED BY '$(cat "$MYSQL_ROOT_PASSWORD_FILE")';
        GRANT ALL ON *.* TO root@'$MYSQL_ROOT_HOST' WITH GRANT OPTION;
        ALTER USER root@localhost IDENTIFIED BY '$(cat "$MYSQL_ROOT_PASSWORD_FILE")';
        SHUTDOWN;
        SQL
          wait
          touch "$data/made"
        fi
        exec "$@"
        """;

    /// <summary>Writes the layer.</summary>
    /// <param name="layer">File to write.</param>
    /// <param name="work">Folder for what goes into it.</param>
    public static void Write(string layer, string work)
    {
        var programs = Directory.CreateDirectory(Path.Combine(work, "mariadb", "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(programs, "mysqladmin"), "/usr/bin/mariadb-admin");
        File.WriteAllText(Path.Combine(programs, "docker-entrypoint.sh"), Script.ReplaceLineEndings("\n") + "\n");
        var users = Path.Combine(work, "mariadb", "passwd");
        File.WriteAllText(users, "root:x:0:0:root:/root:/bin/sh\nmysql:x:999:999:mysql:/var/lib/mysql:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n");
        LayerWriter.Folders(layer, [(programs, "usr/local/bin"), (users, "etc/passwd")]);
    }
}
