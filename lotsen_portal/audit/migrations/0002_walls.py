"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import append_only, enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        enable_row_level_security("audit_auditentry"),
        append_only("audit_auditentry"),
        append_only("audit_landauditentry"),
    ]
