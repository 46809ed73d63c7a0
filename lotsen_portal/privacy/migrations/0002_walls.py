"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]

    operations = [
        enable_row_level_security("privacy_consenttext"),
        enable_row_level_security("privacy_consent"),
    ]
