"""What is kept of who did what. The database itself writes the seals and refuses corrections."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Value

from lotsen_portal.audit.querysets import AuditEntryQuerySet
from lotsen_portal.tenancy.fields import SharedForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import Tenant, TenantScopedModel

PAIRS_OF_TEXTS = (
    'strict $.type() == "object" && !(exists ($.* ? (@.type() != "array" || @.size() != 2'
    ' || exists (@[*] ? (@.type() != "string")))))'
)


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

    objects: ClassVar[Any] = TenantManager.from_queryset(AuditEntryQuerySet)()

    class Meta:
        indexes = [
            models.Index(fields=["tenant", "subject_kind", "subject_id"], name="audit_subject_ix"),
            models.Index(fields=["tenant", "at"], name="audit_at_ix"),
            models.Index(fields=["tenant", "actor", "at"], name="audit_actor_ix"),
        ]


class LandAuditEntry(AbstractAuditEntry):
    """The trail of what happens outside every Kreis, or at its door."""

    # The Kreis somebody knocked at.
    kreis = models.ForeignKey(
        Tenant, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )

    class Meta:
        indexes = [
            # The last sign-ins of an account, which its page shows.
            models.Index(
                fields=["subject_kind", "subject_id", "-id"], name="land_audit_subject_ix"
            ),
        ]


class AbstractSeal(models.Model):
    """The place of an entry in its chain, written by the database when the entry is committed.

    `sha256` is that of the seal before and of the entry: whoever changes, removes or slips in
    an entry has to write every later seal anew.
    """

    number = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number}: {self.sha256}"


class AuditSeal(AbstractSeal, TenantScopedModel):
    """The chain of a Kreis."""

    entry = TenantOneToOneField(AuditEntry, models.DO_NOTHING, related_name="seals")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant", "number"], name="audit_seal_number_once"),
        ]


class LandAuditSeal(AbstractSeal):
    """The chain of the Land."""

    entry = models.OneToOneField(LandAuditEntry, models.DO_NOTHING, related_name="seal")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="land_audit_seal_number_once"),
        ]


class AuditDetail(TenantScopedModel):
    """What an entry changed, by field: before and after, in the words of the page.

    These are personal data, so they stand beside the trail and leave before it does: the
    database empties them, and nobody else can.
    """

    entry = TenantOneToOneField(AuditEntry, models.DO_NOTHING, related_name="details")
    changes = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    emptied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The page reads these, and could read nothing else.
            models.CheckConstraint(
                condition=Func(
                    F("changes"),
                    Value(PAIRS_OF_TEXTS),
                    function="jsonb_path_match",
                    output_field=models.BooleanField(),
                ),
                name="audit_detail_pairs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {len(self.changes or {})}"
