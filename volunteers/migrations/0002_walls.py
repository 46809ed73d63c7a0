"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import enable_row_level_security


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0001_initial")]

    operations = [
        enable_row_level_security("volunteers_helpercircle"),
        enable_row_level_security("volunteers_circlemunicipality"),
        enable_row_level_security("volunteers_circlemembership"),
        enable_row_level_security("volunteers_engagementfield"),
        enable_row_level_security("volunteers_consultation"),
        enable_row_level_security("volunteers_helprequest"),
        enable_row_level_security("volunteers_hoursentry"),
        enable_row_level_security("volunteers_inquiry"),
        enable_row_level_security("volunteers_inquirymessage"),
        enable_row_level_security("volunteers_volunteer"),
        enable_row_level_security("volunteers_statuschange"),
        enable_row_level_security("volunteers_engagement"),
        enable_row_level_security("volunteers_languageskill"),
    ]
