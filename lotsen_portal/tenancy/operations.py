"""Migration operations of the second wall: row-level security and the rights of the role."""

from django.conf import settings
from django.db import migrations

from lotsen_portal.tenancy.context import Reading

ACTIVE_TENANT = "NULLIF(current_setting('app.tenant_id', true), '')::bigint"
ACTIVE_USER = "NULLIF(current_setting('app.user_id', true), '')::bigint"


def enable_row_level_security(table: str) -> migrations.RunSQL:
    """Let a Kreis see and write only its own rows, and the owner of the table likewise."""
    owns_row = f"tenant_id = {ACTIVE_TENANT}"
    return migrations.RunSQL(
        sql=[
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY tenant_isolation ON {table} USING ({owns_row}) WITH CHECK ({owns_row})",
        ],
        reverse_sql=[
            f"DROP POLICY tenant_isolation ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def allow_own_rows(table: str) -> migrations.RunSQL:
    """Let a person read the rows that name them as user, in whatever Kreis."""
    return migrations.RunSQL(
        sql=f"CREATE POLICY own_rows ON {table} FOR SELECT USING (user_id = {ACTIVE_USER})",
        reverse_sql=f"DROP POLICY own_rows ON {table}",
    )


def allow_reading(table: str, reading: Reading, condition: str) -> migrations.RunSQL:
    """Open the rows that meet the condition to a scope across tenants, for SELECT alone."""
    return migrations.RunSQL(
        sql=(
            f"CREATE POLICY {reading}_reading ON {table} FOR SELECT"
            f" USING (current_setting('app.{reading}', true) = 'on' AND ({condition}))"
        ),
        reverse_sql=f"DROP POLICY {reading}_reading ON {table}",
    )


def allow_writing(table: str, reading: Reading, condition: str) -> migrations.RunSQL:
    """Let a scope across tenants insert and update the rows that meet the condition."""
    check = f"current_setting('app.{reading}', true) = 'on' AND ({condition})"
    return migrations.RunSQL(
        sql=[
            f"CREATE POLICY {reading}_insert ON {table} FOR INSERT WITH CHECK ({check})",
            f"CREATE POLICY {reading}_update ON {table} FOR UPDATE"
            f" USING ({check}) WITH CHECK ({check})",
        ],
        reverse_sql=[
            f"DROP POLICY {reading}_insert ON {table}",
            f"DROP POLICY {reading}_update ON {table}",
        ],
    )


def append_only(table: str) -> migrations.RunSQL:
    """Take UPDATE, DELETE and TRUNCATE from the role that web, worker and beat run as."""
    role = settings.DATABASES["default"]["USER"]
    return migrations.RunSQL(
        sql=f'REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM "{role}"',
        reverse_sql=f'GRANT UPDATE, DELETE ON {table} TO "{role}"',
    )
