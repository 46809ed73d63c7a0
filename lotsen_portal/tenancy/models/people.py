"""Who may do what: roles in a Kreis and roles for the whole Land."""

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models.base import TenantScopedModel


class Role(models.TextChoices):
    """Roles inside a Kreis."""

    COORDINATOR = "coordinator", "Integrationslotsin oder -lotse"
    VIEWER = "viewer", "Leitung"
    VOLUNTEER = "volunteer", "Ehrenamtlich"
    PARTNER = "partner", "Netzwerkpartner"


class StatewideRole(models.TextChoices):
    """Roles for the whole Land, outside every Kreis."""

    OVERSIGHT = "oversight", "Ministerium"
    AUTHORITY = "authority", "Bewilligungsbehörde"
    OPERATOR = "operator", "Betrieb"


class MembershipQuerySet(models.QuerySet):
    def active(self, on: dt.date) -> "MembershipQuerySet":
        """Keep those that have not ended before that day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


class Membership(TenantScopedModel):
    """A person's role in a Kreis; the name lives here for staff, with Volunteer or
    ContactPerson for the others.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField("Rolle", max_length=20, choices=Role)
    name = models.CharField("Name", max_length=150, blank=True)
    function = models.CharField("Funktion", max_length=100, blank=True)
    ends_on = models.DateField("endet am", null=True, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(MembershipQuerySet)()
    # Under person_scope the policy shows the person's own rows of all Kreise.
    own: ClassVar[Any] = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "user", "role"], name="membership_once_per_role"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_role_display()


class StatewideMembership(models.Model):
    """A person's role for the whole Land."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="statewide_memberships"
    )
    role = models.CharField("Rolle", max_length=20, choices=StatewideRole)
    name = models.CharField("Name", max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="statewide_role_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.get_role_display()
