"""Who may write the trail, and the chain that the database makes of it.

docs/decisions/0006-trail-sealed-at-commit.md says why it is made this way.
"""

from django.conf import settings
from django.db import migrations

from lotsen_portal.tenancy.operations import append_only, enable_row_level_security

ENTRIES = ("audit_auditentry", "audit_landauditentry")
SEALS = ("audit_auditseal", "audit_landauditseal")
AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp"


def only_the_owner_writes(table):
    """Leave the role of web, worker and beat nothing but to read."""
    role = settings.DATABASES["default"]["USER"]
    return migrations.RunSQL(
        sql=f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}"',
        reverse_sql=f'GRANT INSERT, UPDATE, DELETE ON {table} TO "{role}"',
    )


def refuse_corrections(table, events="UPDATE OR DELETE OR TRUNCATE"):
    """Refuse even the owner, who would have to take the trigger down first."""
    return migrations.RunSQL(
        sql=(
            f"CREATE TRIGGER append_only BEFORE {events} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_correction()"
        ),
        reverse_sql=f"DROP TRIGGER append_only ON {table}",
    )


def seal_at_commit(table, function):
    return migrations.RunSQL(
        sql=(
            f"CREATE CONSTRAINT TRIGGER seal AFTER INSERT ON {table}"
            f" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {function}()"
        ),
        reverse_sql=f"DROP TRIGGER seal ON {table}",
    )


def function(signature, body):
    return migrations.RunSQL(
        sql=[
            f"CREATE FUNCTION {signature} {body}",
            f"REVOKE ALL ON FUNCTION {signature.partition(' RETURNS')[0]} FROM PUBLIC",
        ],
        reverse_sql=f"DROP FUNCTION {signature.partition(' RETURNS')[0]}",
    )


REFUSE_CORRECTION = """
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$
"""

# The lock comes before the look at the last seal: the next statement sees what others committed.
APPEND = """
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_number bigint;
    last_sha256 text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit seal ' || entry.tenant_id, 0));
    SELECT number, sha256 INTO last_number, last_sha256 FROM public.audit_auditseal
        WHERE tenant_id = entry.tenant_id ORDER BY number DESC LIMIT 1;
    INSERT INTO public.audit_auditseal (tenant_id, entry_id, number, sha256) VALUES (
        entry.tenant_id,
        entry.id,
        coalesce(last_number, 0) + 1,
        encode(sha256(convert_to(concat_ws(E'\\n',
            coalesce(last_sha256, ''),
            entry.tenant_id,
            entry.id,
            to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            coalesce(entry.actor_id::text, ''),
            coalesce(entry.subject_id::text, ''),
            entry.action,
            entry.subject_kind
        ), 'UTF8')), 'hex')
    );
END $$
"""

APPEND_FOR_LAND = """
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_number bigint;
    last_sha256 text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit seal of the Land', 0));
    SELECT number, sha256 INTO last_number, last_sha256 FROM public.audit_landauditseal
        ORDER BY number DESC LIMIT 1;
    INSERT INTO public.audit_landauditseal (entry_id, number, sha256) VALUES (
        entry.id,
        coalesce(last_number, 0) + 1,
        encode(sha256(convert_to(concat_ws(E'\\n',
            coalesce(last_sha256, ''),
            coalesce(entry.kreis_id::text, ''),
            entry.id,
            to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
            coalesce(entry.actor_id::text, ''),
            coalesce(entry.subject_id::text, ''),
            entry.action,
            entry.subject_kind
        ), 'UTF8')), 'hex')
    );
END $$
"""


def sealing(append):
    return f"{AS_OWNER} AS $$ BEGIN PERFORM public.{append}(NEW); RETURN NULL; END $$"


ONLY_EMPTYING = """
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.changes IS NULL OR NEW.changes IS NOT NULL OR NEW.emptied_at IS NULL
        OR (NEW.id, NEW.tenant_id, NEW.entry_id) <> (OLD.id, OLD.tenant_id, OLD.entry_id)
    THEN
        RAISE EXCEPTION 'a detail of the trail is emptied, never changed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""

# Two years: the year that is reported on, and the year in which its Verwendungsnachweis is
# checked. No argument, so that nobody who runs SQL as the portal can empty what is recent.
EMPTY_DETAILS = f"""
{AS_OWNER} AS $$
DECLARE
    kreis bigint := NULLIF(current_setting('app.tenant_id', true), '')::bigint;
    emptied bigint;
BEGIN
    UPDATE public.audit_auditdetail d SET changes = NULL, emptied_at = now()
        FROM public.audit_auditentry e
        WHERE e.tenant_id = kreis AND d.tenant_id = kreis AND e.id = d.entry_id
        AND e.at < now() - interval '2 years' AND d.changes IS NOT NULL;
    GET DIAGNOSTICS emptied = ROW_COUNT;
    IF emptied > 0 THEN
        INSERT INTO public.audit_auditentry (tenant_id, at, action, subject_kind)
            VALUES (kreis, now(), 'trail.details_emptied', 'audit.AuditDetail');
    END IF;
    RETURN emptied;
END $$
"""

# Row-level security is forced for the owner too, who seals without any Kreis being active.
SEALING_POLICY = migrations.RunSQL(
    sql="CREATE POLICY sealing ON audit_auditseal TO CURRENT_USER USING (true) WITH CHECK (true)",
    reverse_sql="DROP POLICY sealing ON audit_auditseal",
)

# What was committed before there were seals, in the order in which it was written.
SEAL_EARLIER_ENTRIES = migrations.RunSQL(
    sql=[
        "ALTER TABLE audit_auditentry NO FORCE ROW LEVEL SECURITY",
        """
        DO $$
        DECLARE
            entry audit_auditentry;
            land_entry audit_landauditentry;
        BEGIN
            FOR entry IN SELECT * FROM audit_auditentry ORDER BY id LOOP
                PERFORM audit_append_seal(entry);
            END LOOP;
            FOR land_entry IN SELECT * FROM audit_landauditentry ORDER BY id LOOP
                PERFORM audit_append_land_seal(land_entry);
            END LOOP;
        END $$
        """,
        "ALTER TABLE audit_auditentry FORCE ROW LEVEL SECURITY",
    ],
    reverse_sql=migrations.RunSQL.noop,
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals_and_details")]

    operations = [
        enable_row_level_security("audit_auditseal"),
        enable_row_level_security("audit_auditdetail"),
        SEALING_POLICY,
        *(only_the_owner_writes(table) for table in SEALS),
        append_only("audit_auditdetail"),
        function("audit_refuse_correction() RETURNS trigger", REFUSE_CORRECTION),
        *(refuse_corrections(table) for table in (*ENTRIES, *SEALS)),
        function("audit_append_seal(entry audit_auditentry) RETURNS void", APPEND),
        function("audit_append_land_seal(entry audit_landauditentry) RETURNS void", APPEND_FOR_LAND),
        function("audit_seal() RETURNS trigger", sealing("audit_append_seal")),
        function("audit_seal_of_land() RETURNS trigger", sealing("audit_append_land_seal")),
        seal_at_commit("audit_auditentry", "audit_seal"),
        seal_at_commit("audit_landauditentry", "audit_seal_of_land"),
        refuse_corrections("audit_auditdetail", events="DELETE OR TRUNCATE"),
        function("audit_only_emptying() RETURNS trigger", ONLY_EMPTYING),
        migrations.RunSQL(
            sql=(
                "CREATE TRIGGER only_emptying BEFORE UPDATE ON audit_auditdetail"
                " FOR EACH ROW EXECUTE FUNCTION audit_only_emptying()"
            ),
            reverse_sql="DROP TRIGGER only_emptying ON audit_auditdetail",
        ),
        function("audit_empty_details() RETURNS bigint", EMPTY_DETAILS),
        migrations.RunSQL(
            sql=f'GRANT EXECUTE ON FUNCTION audit_empty_details() TO "{settings.DATABASES["default"]["USER"]}"',
            reverse_sql=migrations.RunSQL.noop,
        ),
        SEAL_EARLIER_ENTRIES,
    ]
