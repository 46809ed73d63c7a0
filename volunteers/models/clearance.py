"""Führungszeugnis (§ 30a BZRG, § 72a Abs. 5 SGB VIII) and the promise of confidentiality."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from lotsen_portal.tenancy.fields import TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer
from volunteers.querysets import ClearanceQuerySet


class Clearance(TenantScopedModel):
    """That an erweitertes Führungszeugnis was seen; no file, no content, never a „no“.

    Asked for first (`requested_on`), then seen: a row may have one, the other or both.
    """

    volunteer = TenantOneToOneField(Volunteer, models.CASCADE, related_name="clearances")
    requested_on = models.DateField("angefordert am", null=True, blank=True, editable=False)
    issued_on = models.DateField("ausgestellt am", null=True, blank=True)
    seen_on = models.DateField("gesehen am", null=True, blank=True)
    seen_by = models.CharField("gesehen von", max_length=150, blank=True)
    next_due_on = models.DateField("erneut vorzulegen bis", null=True, editable=False)
    reminded_on = models.DateField("erinnert am", null=True, editable=False)

    objects: ClassVar[Any] = TenantManager.from_queryset(ClearanceQuerySet)()

    class Meta:
        verbose_name = "Führungszeugnis"
        constraints = [
            models.CheckConstraint(
                name="clearance_seen_after_issued",
                violation_error_message="Gesehen werden kann es erst, wenn es ausgestellt ist.",
                condition=Q(issued_on__isnull=True)
                | Q(seen_on__isnull=True)
                | Q(seen_on__gte=F("issued_on")),
            ),
            models.CheckConstraint(
                name="clearance_seen_is_due_again",
                condition=Q(seen_on__isnull=True, next_due_on__isnull=True)
                | Q(seen_on__isnull=False, next_due_on__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["tenant", "next_due_on"], name="clearance_due_ix")]

    def __str__(self) -> str:
        return "Führungszeugnis"


class ConfidentialityText(TenantScopedModel):
    """What volunteers sign, in one version; a changed text is a new row."""

    version = models.PositiveSmallIntegerField("Fassung")
    text = models.TextField("Wortlaut", max_length=8000)
    valid_from = models.DateField("gilt ab")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "version"], name="confidentiality_text_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Fassung {self.version}"


class ConfidentialityAgreement(TenantScopedModel):
    """That somebody signed a version of the text."""

    volunteer = TenantForeignKey(
        Volunteer, models.CASCADE, related_name="confidentiality_agreements"
    )
    text = TenantForeignKey(ConfidentialityText, models.PROTECT, related_name="agreements")
    signed_on = models.DateField("unterschrieben am")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "volunteer", "text"],
                name="confidentiality_agreement_once",
                violation_error_message="Diese Fassung ist schon als unterschrieben eingetragen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text}, unterschrieben am {self.signed_on}"
