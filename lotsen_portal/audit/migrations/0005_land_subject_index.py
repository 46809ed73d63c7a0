from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Without a lock on a trail that may be long.
    atomic = False

    dependencies = [
        ("audit", "0004_sealed_at_commit"),
        ("tenancy", "0003_sent_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AddIndexConcurrently(
            "landauditentry",
            models.Index(
                fields=["subject_kind", "subject_id", "-id"], name="land_audit_subject_ix"
            ),
        ),
    ]
