"""Plans must not depend on whether the statistics know a Kreis yet.

A Kreis missing from them counts as one row, and a list then reads the whole Kreis once a row.
"""

from django.db import migrations


def plan_without_tenant_statistics(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"ALTER TABLE {table} ALTER COLUMN tenant_id SET STATISTICS 0",
        reverse_sql=f"ALTER TABLE {table} ALTER COLUMN tenant_id SET STATISTICS DEFAULT",
    )


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0002_walls")]

    operations = [
        plan_without_tenant_statistics("volunteers_volunteer"),
        plan_without_tenant_statistics("volunteers_languageskill"),
        plan_without_tenant_statistics("volunteers_engagement"),
    ]
