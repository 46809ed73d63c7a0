-- One database of the portal: owner, extensions, rights. Run as superuser inside that database
-- after roles.sql; running it again changes nothing.

DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO lotsen_owner', current_database());
    -- PUBLIC may otherwise connect and make temporary tables.
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO lotsen', current_database());
END
$$;

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

ALTER SCHEMA public OWNER TO lotsen_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO lotsen;

-- What the owner's migrations make, the portal may use; a migration takes back what must not be.
ALTER DEFAULT PRIVILEGES FOR ROLE lotsen_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lotsen;
ALTER DEFAULT PRIVILEGES FOR ROLE lotsen_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO lotsen;
