"""What the granting authority does with a proof: check, ask back, accept."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from evaluation.models.releases import ReportRelease
from lotsen_portal.tenancy.fields import SharedForeignKey, TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import ReadingManager, TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel


class ReportReview(TenantScopedModel):
    """The check of one proof of use; drawn for the in-depth check, it opens the vouchers.

    BIR Nr. 7: at most 10 % of the cases are checked in depth.
    """

    class State(models.TextChoices):
        OPEN = "open", "in Prüfung"
        ASKED = "asked", "Rückfrage"
        ACCEPTED = "accepted", "angenommen"

    release = TenantOneToOneField(ReportRelease, models.PROTECT, related_name="reviews")
    state = models.CharField("Stand", max_length=10, choices=State, default=State.OPEN)
    is_in_depth = models.BooleanField("vertiefte Prüfung", default=False)
    reviewed_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[Any] = TenantManager()
    authority: ClassVar[Any] = ReadingManager("authority")

    def __str__(self) -> str:
        return self.get_state_display()


class ReviewQuestion(TenantScopedModel):
    """A Rückfrage of the authority and the Kreis's answer."""

    review = TenantForeignKey(ReportReview, models.CASCADE, related_name="questions")
    question = models.TextField("Rückfrage", max_length=4000)
    asked_at = models.DateTimeField()
    asked_by = SharedForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    answer = models.TextField("Antwort", blank=True, max_length=4000)
    answered_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = TenantManager()
    authority: ClassVar[Any] = ReadingManager("authority")

    def __str__(self) -> str:
        return f"Rückfrage {self.pk}"
