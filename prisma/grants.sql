-- What the role that serves requests may do. Run by tools/migration after every migration, in one transaction, as the
-- owner; :"app" is that role. By hand: psql -1 -v app=latchkey_app -f prisma/grants.sql

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO :"app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO :"app";

-- The job queue: its rows, never its tables.
GRANT USAGE ON SCHEMA pgboss TO :"app";
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO :"app";
ALTER DEFAULT PRIVILEGES IN SCHEMA pgboss GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app";

-- Which migrations ran is the owner's business.
REVOKE ALL ON "_prisma_migrations" FROM :"app";

-- The audit log is read by all of the application and written by two functions alone, which keep its chain.
REVOKE ALL ON "AuditEvent", "AuditHead" FROM :"app";
GRANT SELECT ON "AuditEvent", "AuditHead" TO :"app";
REVOKE ALL ON FUNCTION "audit_lock", "audit_append" FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "audit_lock", "audit_append" TO :"app";
