"""Where a person lands after signing in."""

from typing import Any

from django.utils import timezone

from lotsen_portal.tenancy.addresses import land_path, tenant_path
from lotsen_portal.tenancy.context import person_scope
from lotsen_portal.tenancy.models import Membership, StatewideRole, Tenant


def kreise_of(user: Any) -> list[Tenant]:
    """Return the Kreise in which the person is a member today."""
    with person_scope(user.pk):
        mine = Membership.own.filter(user=user).active(timezone.localdate())
        return list(Tenant.objects.filter(pk__in=mine.values("tenant")).order_by("name", "kind"))


def has_land_role(user: Any) -> bool:
    return bool(user.statewide_memberships.exists())


def home_of(user: Any) -> str:
    """Return the path of the person's start page; of several Kreise they choose."""
    kreise = kreise_of(user)
    roles = set(user.statewide_memberships.values_list("role", flat=True))
    if len(kreise) == 1 and not roles:
        return tenant_path(kreise[0], "front:today")
    if not kreise and len(roles) == 1:
        operator = StatewideRole.OPERATOR in roles
        return land_path("operations:home" if operator else "land:reports")
    return land_path("account_home")
