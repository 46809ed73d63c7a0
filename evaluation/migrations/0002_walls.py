"""The second wall: row-level security on every tenant table of this app."""

from django.db import migrations

from lotsen_portal.tenancy.operations import allow_reading, allow_writing, enable_row_level_security

DRAWN_FOR_IN_DEPTH_CHECK = (
    "EXISTS (SELECT 1 FROM evaluation_reportrelease r"
    " JOIN evaluation_reportreview w ON w.tenant_id = r.tenant_id AND w.release_id = r.id"
    " WHERE r.tenant_id = evaluation_voucher.tenant_id AND r.year = evaluation_voucher.year"
    " AND w.is_in_depth)"
)


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial")]

    operations = [
        enable_row_level_security("evaluation_grant"),
        enable_row_level_security("evaluation_planline"),
        enable_row_level_security("evaluation_staffposition"),
        enable_row_level_security("evaluation_voucher"),
        enable_row_level_security("evaluation_fundingreport"),
        enable_row_level_security("evaluation_narrativesection"),
        enable_row_level_security("evaluation_reportrelease"),
        enable_row_level_security("evaluation_proofofuse"),
        enable_row_level_security("evaluation_reportreview"),
        enable_row_level_security("evaluation_reviewquestion"),
        allow_reading("evaluation_reportrelease", "oversight", "true"),
        allow_reading("evaluation_reportrelease", "authority", "true"),
        allow_reading("evaluation_proofofuse", "authority", "true"),
        allow_reading("evaluation_voucher", "authority", DRAWN_FOR_IN_DEPTH_CHECK),
        allow_reading("evaluation_reportreview", "authority", "true"),
        allow_writing("evaluation_reportreview", "authority", "true"),
        allow_reading("evaluation_reviewquestion", "authority", "true"),
        allow_writing("evaluation_reviewquestion", "authority", "true"),
    ]
