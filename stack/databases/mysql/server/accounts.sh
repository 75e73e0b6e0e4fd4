# Sourced by the image once, on an empty volume. Passwords come from files and go through standard input.
docker_process_sql --database=mysql <<SQL
CREATE USER exporter@'127.0.0.1' IDENTIFIED BY '$(cat /run/credentials/exporter-password)' WITH MAX_USER_CONNECTIONS 5;
GRANT PROCESS, REPLICATION CLIENT ON *.* TO exporter@'127.0.0.1';
GRANT SELECT ON performance_schema.* TO exporter@'127.0.0.1';
SQL
