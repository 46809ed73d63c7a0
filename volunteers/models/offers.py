"""How people come by themselves: the public „Ich möchte helfen“."""

from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.models import TenantScopedModel


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
