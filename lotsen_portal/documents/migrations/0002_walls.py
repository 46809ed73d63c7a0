"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import allow_reading, enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        enable_row_level_security("documents_document"),
        allow_reading(
            "documents_document", "oversight", "released_to = 'oversight' AND state = 'ready'"
        ),
        allow_reading("documents_document", "authority", "released_to <> '' AND state = 'ready'"),
    ]
