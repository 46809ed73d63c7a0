"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import (
    allow_own_rows,
    allow_reading,
    enable_row_level_security,
)


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]

    operations = [
        enable_row_level_security("tenancy_publiccontact"),
        enable_row_level_security("tenancy_municipality"),
        enable_row_level_security("tenancy_membership"),
        allow_own_rows("tenancy_membership"),
        allow_reading("tenancy_publiccontact", "public", "true"),
        allow_reading("tenancy_municipality", "public", "true"),
    ]
