# Sourced by the image once, on an empty volume. Passwords come from files and go through standard input.
docker_process_sql --dbname postgres <<SQL
CREATE ROLE app LOGIN PASSWORD '$(cat /run/credentials/password)';
CREATE DATABASE app OWNER app;
CREATE ROLE exporter LOGIN PASSWORD '$(cat /run/credentials/exporter-password)' CONNECTION LIMIT 5;
GRANT pg_monitor TO exporter;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
SQL
