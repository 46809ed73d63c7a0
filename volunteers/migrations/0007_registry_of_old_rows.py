"""What the rows that stand already need: search words, numbers to dial, checked constraints.

Outside one transaction, so that no lock is held while all rows are read.
"""

from typing import Any

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models, transaction

from lotsen_portal.common.phones import e164
from lotsen_portal.common.searching import folded
from lotsen_portal.tenancy.fields import SameTenant

TABLE = "volunteers_volunteer"
KEY = "volunteers_volunteer_municipality_same_tenant"


def fill(apps: Any, schema_editor: Any) -> None:
    owner = schema_editor.connection.alias
    volunteers = apps.get_model("volunteers", "Volunteer")._base_manager.using(owner)
    with transaction.atomic(using=owner):
        # The owner of the table sees no row of any Kreis while the wall is forced upon it.
        schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY")
        rows = list(volunteers.filter(search_key=""))
        for row in rows:
            row.search_key = folded(row.first_name, row.last_name, row.place)
            row.phone_number = e164(row.phone)
        volunteers.bulk_update(rows, ["search_key", "phone_number"], batch_size=500)
        schema_editor.execute(f"ALTER TABLE {TABLE} FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("volunteers", "0006_registry")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        AddIndexConcurrently(
            "volunteer",
            models.Index(fields=["tenant", "municipality"], name="volunteer_municipalit_ix"),
        ),
        AddConstraintNotValid(
            "volunteer",
            models.CheckConstraint(
                condition=models.Q(
                    ("available_from__isnull", True),
                    ("available_until__isnull", True),
                    ("available_until__gte", models.F("available_from")),
                    _connector="OR",
                ),
                name="volunteer_available_in_order",
                violation_error_message="„Verfügbar bis“ liegt vor „verfügbar ab“.",
            ),
        ),
        ValidateConstraint("volunteer", "volunteer_available_in_order"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddConstraint("volunteer", SameTenant(field="municipality", name=KEY))
            ],
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE {TABLE} ADD CONSTRAINT {KEY}"
                    " FOREIGN KEY (tenant_id, municipality_id)"
                    " REFERENCES tenancy_municipality (tenant_id, id) NOT VALID",
                    f"ALTER TABLE {TABLE} DROP CONSTRAINT {KEY}",
                ),
                migrations.RunSQL(
                    f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT {KEY}", migrations.RunSQL.noop
                ),
            ],
        ),
    ]
