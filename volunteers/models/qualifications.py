from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer
from volunteers.querysets import QualificationQuerySet


class Qualification(TenantScopedModel):
    """What somebody has learnt, in a Schulung or elsewhere, and until when it holds."""

    class Origin(models.TextChoices):
        TRAINING = "training", "Schulung des Kreises"
        ELSEWHERE = "elsewhere", "von anderer Stelle"

    volunteer = TenantForeignKey(Volunteer, models.CASCADE, related_name="qualifications")
    name = models.CharField("Bezeichnung", max_length=200)
    origin = models.CharField(
        "Herkunft", max_length=10, choices=Origin, default=Origin.ELSEWHERE, editable=False
    )
    issuer = models.CharField("ausgestellt von", max_length=150, blank=True)
    acquired_on = models.DateField("erworben am")
    expires_on = models.DateField("gültig bis", null=True, blank=True)
    # Both sides are told once before it runs out.
    reminded_on = models.DateField("erinnert am", null=True, editable=False)

    objects: ClassVar[Any] = TenantManager.from_queryset(QualificationQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="qualification_expires_after_it_began",
                violation_error_message="„Gültig bis“ liegt vor „erworben am“.",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("acquired_on")),
            ),
        ]
        indexes = [models.Index(fields=["tenant", "expires_on"], name="qualification_expires_ix")]

    def __str__(self) -> str:
        return self.name
