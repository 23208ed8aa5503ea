#!/bin/sh
# Runs once, when the database is new, as its administrator: Temporal's role with its two databases, and duban's two. The owner has
# the tables and is for deploy:prepare, back-up and rebuild alone; what API and worker may do deploy:prepare gives to the other.
set -eu
secret() { cat "/run/secrets/$1"; }
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
  --set temporal="$(secret temporal_db_password)" --set owner="$(secret db_owner_password)" --set app="$(secret db_app_password)" <<'SQL'
CREATE ROLE temporal LOGIN PASSWORD :'temporal';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
CREATE ROLE duban_owner LOGIN PASSWORD :'owner';
CREATE ROLE duban_app LOGIN PASSWORD :'app';
CREATE DATABASE duban OWNER duban_owner;
REVOKE ALL ON DATABASE duban, temporal, temporal_visibility FROM PUBLIC;
GRANT CONNECT ON DATABASE duban TO duban_app;
SQL
