"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import ACTIVE_TENANT, allow_reading, enable_row_level_security

TRAINING_IS_VISIBLE = (
    "EXISTS (SELECT 1 FROM trainings_training t"
    " WHERE t.tenant_id = trainings_session.tenant_id AND t.id = training_id)"
)


class Migration(migrations.Migration):
    dependencies = [("trainings", "0001_initial")]

    operations = [
        enable_row_level_security("trainings_training"),
        enable_row_level_security("trainings_session"),
        enable_row_level_security("trainings_registration"),
        enable_row_level_security("trainings_attendance"),
        enable_row_level_security("trainings_externalattendance"),
        allow_reading("trainings_training", "public", "published_at IS NOT NULL"),
        # A session is as open as its training: the subquery sees only what the scope may see.
        allow_reading("trainings_session", "public", TRAINING_IS_VISIBLE),
        allow_reading(
            "trainings_training",
            "neighbour",
            "published_at IS NOT NULL"
            f" AND (shared_with_all OR {ACTIVE_TENANT} = ANY (shared_with))",
        ),
        allow_reading("trainings_session", "neighbour", TRAINING_IS_VISIBLE),
    ]
