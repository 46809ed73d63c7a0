"""How people come by themselves: the public „Ich möchte helfen“."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.models.volunteer import Volunteer
from volunteers.querysets import HelpOfferQuerySet

# So long an offer waits to be confirmed; mail and page say so.
KEPT_UNCONFIRMED = dt.timedelta(days=7)
TYPED = ("first_name", "last_name", "phone", "municipality", "message")


class HelpOffer(TenantScopedModel):
    """What somebody typed who would like to help; a PROSPECT once they have confirmed by mail."""

    first_name = models.CharField("Vorname", max_length=100)
    last_name = models.CharField("Nachname", max_length=100)
    email = models.EmailField("E-Mail")
    phone = models.CharField("Telefon", max_length=50, blank=True)
    municipality = TenantForeignKey(
        "tenancy.Municipality", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    message = models.TextField("Was Sie uns sagen möchten", blank=True, max_length=1000)
    # SHA-256 of what stands in the mail.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    offered_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    # Set when the Lotsin has taken it from „Heute“.
    seen_at = models.DateTimeField(null=True, editable=False)
    volunteer = TenantForeignKey(
        "volunteers.Volunteer",
        models.CASCADE,
        null=True,
        editable=False,
        related_name="help_offers",
    )

    objects: ClassVar[Any] = TenantManager.from_queryset(HelpOfferQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="help_offer_confirmed_is_a_person",
                condition=Q(confirmed_at__isnull=True, volunteer__isnull=True)
                | Q(confirmed_at__isnull=False, volunteer__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["tenant", "offered_at"], name="help_offer_offered_ix")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def goes_at(self) -> dt.datetime:
        """Return when it is deleted unless it is confirmed."""
        return self.offered_at + KEPT_UNCONFIRMED

    # Mutators

    def take_over(self, later: "HelpOffer") -> None:
        """Let what was typed once more stand in place of what was typed first."""
        for name in TYPED:
            setattr(self, name, getattr(later, name))
        self.save(update_fields=TYPED)

    def confirm(self, volunteer: Volunteer, now: dt.datetime) -> None:
        self.volunteer, self.confirmed_at = volunteer, now
        self.save(update_fields=["volunteer", "confirmed_at"])

    def see(self, now: dt.datetime) -> None:
        self.seen_at = now
        self.save(update_fields=["seen_at"])
