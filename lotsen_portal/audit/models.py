from django.conf import settings
from django.db import models

from lotsen_portal.tenancy.fields import SharedForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel


class AbstractAuditEntry(models.Model):
    """Who did what to which thing, without personal data; written once, never edited."""

    at = models.DateTimeField(auto_now_add=True)
    actor = SharedForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    action = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=100)
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.action}: {self.subject_kind} {self.subject_id}"


class AuditEntry(AbstractAuditEntry, TenantScopedModel):
    """The trail of a Kreis."""

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "subject_kind", "subject_id"], name="audit_subject_ix"),
            models.Index(fields=["tenant", "at"], name="audit_at_ix"),
        ]


class LandAuditEntry(AbstractAuditEntry):
    """The trail of what happens outside every Kreis."""
