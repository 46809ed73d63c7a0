"""Helferkreise: kept, dissolved, joined and left; who coordinates one."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from lotsen_portal.tenancy.models import Membership, Municipality
from volunteers.actions import messages
from volunteers.models import (
    CircleMembership,
    CircleMunicipality,
    HelperCircle,
    MessageCampaign,
    Volunteer,
)

NAME_TAKEN = "Einen Helferkreis mit diesem Namen gibt es schon."


@transaction.atomic
def save(circle: HelperCircle, *, municipalities: Iterable[Municipality], by: Any) -> HelperCircle:
    """Store a new or changed circle and where it works."""
    with trail.saving("circle", circle, by=by) as changes:
        before = _places(circle)
        save_once(circle, taken=NAME_TAKEN, field="name")
        CircleMunicipality.objects.filter(circle=circle).delete()
        CircleMunicipality.objects.bulk_create(
            CircleMunicipality(circle=circle, municipality=place) for place in municipalities
        )
        trail.compare(changes, "Gemeinden", before, _places(circle))
    return circle


@transaction.atomic
def dissolve(circle: HelperCircle, *, on: dt.date, by: Any) -> None:
    """Let a circle end that day, and with it all that belongs to it."""
    locked = HelperCircle.objects.select_for_update().get(pk=circle.pk)
    if locked.dissolved_on:
        raise DomainError(f"{locked} ist bereits aufgelöst.")
    if on < locked.founded_on:
        raise DomainError("Er kann nicht enden, bevor er begonnen hat.", field="on")
    with trail.changing("circle.dissolved", locked, by=by):
        locked.dissolved_on = on
        locked.save(update_fields=["dissolved_on"])
        lasting = locked.memberships.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        lasting.update(ends_on=Greatest(Value(on, DateField()), "starts_on"))


@transaction.atomic
def add_member(
    circle: HelperCircle,
    volunteer: Volunteer,
    *,
    on: dt.date,
    is_coordinator: bool = False,
    by: Any,
) -> CircleMembership:
    """Let somebody belong to the circle from that day on; raise DomainError if they cannot."""
    locked = HelperCircle.objects.select_for_update().get(pk=circle.pk)
    if locked.dissolved_on:
        raise DomainError(f"{locked} ist aufgelöst.")
    if volunteer.status == Volunteer.Status.LEFT:
        raise DomainError(f"{volunteer} ist ausgeschieden.", field="volunteer")
    before = locked.memberships.filter(volunteer=volunteer)
    if before.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).exists():
        raise DomainError(f"{volunteer} gehört schon zu {circle}.", field="volunteer")
    membership: CircleMembership = locked.memberships.create(
        volunteer=volunteer, starts_on=on, is_coordinator=is_coordinator
    )
    volunteer.touch()
    trail.record("circle.joined", membership.volunteer, by=by, told=_told(membership))
    return membership


@transaction.atomic
def end_membership(membership: CircleMembership, *, on: dt.date, by: Any) -> None:
    """Let somebody belong to the circle until that day."""
    if membership.ends_on and membership.ends_on <= on:
        raise DomainError(f"{membership.volunteer} gehört nicht mehr dazu.")
    if on < membership.starts_on:
        raise DomainError(
            f"Die Person gehört erst seit dem {membership.starts_on:%d.%m.%Y} dazu.", field="on"
        )
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    membership.volunteer.touch()
    trail.record("circle.left", membership.volunteer, by=by, told=_told(membership))


@transaction.atomic
def begin_coordinating(membership: CircleMembership, *, by: Any) -> None:
    """Let a member coordinate the circle: see names, phones and mails of the others."""
    if membership.ends_on:
        raise DomainError(f"{membership.volunteer} gehört nicht mehr dazu.")
    membership.is_coordinator = True
    membership.save(update_fields=["is_coordinator"])
    membership.volunteer.touch()
    trail.record("circle.coordination_given", membership.volunteer, by=by, told=_told(membership))


@transaction.atomic
def stop_coordinating(membership: CircleMembership, *, by: Any) -> None:
    membership.is_coordinator = False
    membership.save(update_fields=["is_coordinator"])
    membership.volunteer.touch()
    trail.record("circle.coordination_taken", membership.volunteer, by=by, told=_told(membership))


@transaction.atomic
def write_to(
    circle: HelperCircle, *, subject: str, text: str, on: dt.date, sender: Membership, by: Any
) -> MessageCampaign:
    """Write to all who belong to the circle that day."""
    return messages.send(
        Volunteer.objects.in_circle(circle, on=on),
        subject=subject,
        text=text,
        audience=str(circle),
        sender=sender,
        by=by,
    )


def _places(circle: HelperCircle) -> str:
    places = CircleMunicipality.objects.filter(circle_id=circle.pk).order_by("municipality__name")
    return ", ".join(places.values_list("municipality__name", flat=True))


def _told(membership: CircleMembership) -> dict[str, str]:
    """Return what the line says, which stands at the person, whose page it changes."""
    return {"Helferkreis": str(membership.circle)}
