-- Both roles of the portal. The caller sets lotsen.owner_password and lotsen.portal_password
-- for its session; running it again changes nothing but the passwords.
--
-- lotsen_owner owns schema and tables and runs migrations only.
-- lotsen is what web, worker and beat run as: it owns nothing, and no policy spares it.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lotsen_owner') THEN
        CREATE ROLE lotsen_owner;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lotsen') THEN
        CREATE ROLE lotsen;
    END IF;
    EXECUTE format(
        'ALTER ROLE lotsen_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE '
        'NOREPLICATION PASSWORD %L',
        current_setting('lotsen.owner_password')
    );
    EXECUTE format(
        'ALTER ROLE lotsen LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE '
        'NOREPLICATION PASSWORD %L',
        current_setting('lotsen.portal_password')
    );
END
$$;
