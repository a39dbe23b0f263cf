-- The role that the two processes serve under, beside the owner (docs/operations/postgresql.md). Runs by itself when
-- PostgreSQL makes its folder; by hand in an installation of before, and for another password:
--   docker compose --env-file compose.env exec postgresql psql -U tracker -f /docker-entrypoint-initdb.d/application-role.sql
\getenv password APPLICATION_PASSWORD
SELECT 'CREATE ROLE tracker_app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tracker_app') \gexec
ALTER ROLE tracker_app LOGIN PASSWORD :'password';
