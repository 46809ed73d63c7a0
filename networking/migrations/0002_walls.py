"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import ACTIVE_TENANT, allow_reading, enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [("networking", "0001_initial")]

    operations = [
        enable_row_level_security("networking_networkmeeting"),
        enable_row_level_security("networking_outreachactivity"),
        enable_row_level_security("networking_article"),
        enable_row_level_security("networking_goodpractice"),
        enable_row_level_security("networking_partner"),
        enable_row_level_security("networking_contactperson"),
        allow_reading("networking_partner", "public", "is_public"),
        allow_reading(
            "networking_goodpractice",
            "neighbour",
            f"shared_with_all OR {ACTIVE_TENANT} = ANY (shared_with)",
        ),
    ]
