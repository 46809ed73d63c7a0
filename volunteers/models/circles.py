from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lotsen_portal.common.models import VersionedModel
from lotsen_portal.tenancy.fields import TenantForeignKey
from lotsen_portal.tenancy.managers import TenantManager
from lotsen_portal.tenancy.models import TenantScopedModel
from volunteers.querysets import DatedQuerySet, HelperCircleQuerySet


class HelperCircle(VersionedModel, TenantScopedModel):
    """A Helferkreis: an informal local group of volunteers, no partner organisation."""

    name = models.CharField("Name", max_length=150)
    description = models.TextField(
        "Was der Helferkreis tut", blank=True, default="", db_default="", max_length=1000
    )
    meets = models.CharField("trifft sich", max_length=200, blank=True, default="", db_default="")
    founded_on = models.DateField("besteht seit", default=timezone.localdate)
    dissolved_on = models.DateField("aufgelöst am", null=True, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(HelperCircleQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="helper_circle_once",
                violation_error_message="Einen Helferkreis mit diesem Namen gibt es schon.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def places(self) -> str:
        """Return where it works, in words; whoever shows many has prefetched the rows."""
        return ", ".join(sorted(str(place) for place in self.municipalities.all()))


class CircleMunicipality(TenantScopedModel):
    """A municipality a circle works in."""

    circle = TenantForeignKey(HelperCircle, models.CASCADE, related_name="municipalities")
    municipality = TenantForeignKey("tenancy.Municipality", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "circle", "municipality"], name="circle_municipality_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class CircleMembership(TenantScopedModel):
    """Who belongs to a circle, from and until, and who coordinates it."""

    circle = TenantForeignKey(HelperCircle, models.CASCADE, related_name="memberships")
    volunteer = TenantForeignKey(
        "volunteers.Volunteer", models.CASCADE, related_name="circle_memberships"
    )
    is_coordinator = models.BooleanField("koordiniert", default=False)
    starts_on = models.DateField("von", default=timezone.localdate)
    ends_on = models.DateField("bis", null=True, blank=True)

    objects: ClassVar[Any] = TenantManager.from_queryset(DatedQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "circle", "volunteer"],
                name="circle_membership_once_at_a_time",
                condition=Q(ends_on__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer} in {self.circle}"
