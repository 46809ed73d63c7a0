"""Führungszeugnis (§ 30a BZRG, § 72a Abs. 5 SGB VIII) and the promise of confidentiality."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.months import months_after
from lotsen_portal.tenancy.fields import TenantForeignKey, TenantOneToOneField
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.presets import RegistryRules
from volunteers.models.volunteer import Volunteer
from volunteers.querysets import ClearanceQuerySet

# § 30a Abs. 3 BZRG: at the latest so long after the work with minors was last done.
KEPT_MONTHS = 6


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
        # In the trail, which Leitung reads too, it is nobody's.
        return f"Führungszeugnis Nr. {self.pk}"

    def ask(self, *, on: dt.date) -> None:
        """Note that the person was asked in writing to present one."""
        self.requested_on = on
        self.save()

    def note(
        self, *, issued_on: dt.date, seen_on: dt.date, seen_by: str, rules: RegistryRules
    ) -> None:
        """Note that one was seen which raises no objection; raise DomainError if it was too old."""
        oldest = months_after(seen_on, -rules.clearance_max_age_months)
        if issued_on > seen_on:
            raise DomainError(
                "Gesehen werden kann es erst, wenn es ausgestellt ist.", field="issued_on"
            )
        if issued_on < oldest:
            raise DomainError(
                f"Es war bei der Vorlage älter als {rules.clearance_max_age_months} Monate:"
                f" Ausgestellt sein muss es am {oldest:%d.%m.%Y} oder später.",
                field="issued_on",
            )
        self.issued_on, self.seen_on, self.seen_by = issued_on, seen_on, seen_by
        self.next_due_on = months_after(seen_on, 12 * rules.clearance_years)
        self.reminded_on = None
        self.save()

    def must_go(self, on: dt.date) -> bool:
        """Tell whether it may not be kept any longer, § 30a Abs. 3 BZRG.

        At once where the work with minors was never taken up, else half a year after its end; a
        pause is one as long as it lasts.
        """
        last_day = self._last_day_with_minors()
        if last_day is None:
            return True
        return last_day < on and on >= months_after(last_day, KEPT_MONTHS)

    def _last_day_with_minors(self) -> dt.date | None:
        """Return when the work with minors ended or will; None if it was never taken up."""
        person = self.volunteer
        ends = [
            engagement.ends_on or dt.date.max
            for engagement in person.engagements.all()
            if engagement.field.involves_minors
        ]
        has_left = person.left_on is not None
        was_active = any(
            change.status == Volunteer.Status.ACTIVE for change in person.status_changes.all()
        )
        if not ends or (has_left and not was_active):
            return None
        return min(max(ends), person.left_on or dt.date.max, self._last_day_before_a_pause())

    def _last_day_before_a_pause(self) -> dt.date:
        """Return when the person began to pause; whoever shows one meanwhile is about to return."""
        person = self.volunteer
        if person.status != Volunteer.Status.PAUSED:
            return dt.date.max
        since = [one.on for one in person.status_changes.all() if one.status == person.status]
        return max([*since, self.seen_on or since[-1]]) if since else dt.date.max


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
