"""What the coordinator sets for the Kreis: its public page, municipalities, fields."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils.text import slugify

from lotsen_portal.accounts.actions import close_membership
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.models import (
    Membership,
    Municipality,
    MunicipalityNeighbour,
    PublicContact,
)
from volunteers.models import EngagementField


@transaction.atomic
def save_contact(contact: PublicContact, *, by: Any) -> None:
    with trail.saving("public_contact", contact, by=by):
        contact.save()


@transaction.atomic
def save_municipality(municipality: Municipality, *, by: Any) -> None:
    with trail.saving("municipality", municipality, by=by):
        municipality.save()


@transaction.atomic
def remove_municipality(municipality: Municipality, *, by: Any) -> None:
    """Take a municipality off the list, as long as no Helferkreis works in it."""
    trail.record("municipality.removed", municipality, by=by)
    try:
        municipality.delete()
    except ProtectedError:
        raise DomainError(
            f"In {municipality} ist ein Helferkreis tätig. Die Gemeinde bleibt in der Liste."
        ) from None


@transaction.atomic
def save_municipalities(rows: Iterable[tuple[str, list[str]]], *, by: Any) -> tuple[int, int]:
    """Add the municipalities, renew the postcodes of known ones; return how many of each."""
    known = {one.name.casefold(): one for one in Municipality.objects.all()}
    added = changed = 0
    for name, postcodes in rows:
        municipality = known.get(name.casefold())
        if municipality is None:
            save_municipality(Municipality(name=name, postcodes=postcodes), by=by)
            added += 1
        elif municipality.postcodes != postcodes:
            municipality.postcodes = postcodes
            save_municipality(municipality, by=by)
            changed += 1
    return added, changed


@transaction.atomic
def save_neighbours(
    municipality: Municipality, neighbours: Iterable[Municipality], *, by: Any
) -> None:
    """Let exactly these lie next to the municipality, and it next to them."""
    with trail.changing("municipality.neighbours_changed", municipality, by=by) as changes:
        # One after the other: each pair is two rows, and two editors may share one.
        list(Municipality.objects.select_for_update().order_by("pk"))
        before = _neighbours_of(municipality)
        involved = Q(municipality=municipality) | Q(neighbour=municipality)
        MunicipalityNeighbour.objects.filter(involved).delete()
        MunicipalityNeighbour.objects.bulk_create(
            MunicipalityNeighbour(municipality=one, neighbour=other)
            for near in neighbours
            for one, other in ((municipality, near), (near, municipality))
        )
        trail.compare(changes, "Nachbargemeinden", before, _neighbours_of(municipality))


def _neighbours_of(municipality: Municipality) -> str:
    names = municipality.neighbours.values_list("neighbour__name", flat=True)
    return ", ".join(names.order_by("neighbour__name"))


@transaction.atomic
def save_field(field: EngagementField, *, by: Any) -> None:
    """Store a renamed field, or add a new one at the end of the list.

    Raise DomainError for a name that another field has.
    """
    # One after the other: who waits here reads below what the first has written.
    list(EngagementField.objects.select_for_update().order_by("pk"))
    others = EngagementField.objects.exclude(pk=field.pk).values_list("name", flat=True)
    if field.name.casefold() in {name.casefold() for name in others}:
        raise DomainError("Diesen Einsatzbereich gibt es schon.", field="name")
    if field.pk is None:
        last = EngagementField.objects.order_by("-position").first()
        field.position = last.position + 1 if last else 0
        field.key = _free_key(field.name)
    with trail.saving("engagement_field", field, by=by):
        field.save()


def _free_key(name: str) -> str:
    taken = set(EngagementField.objects.values_list("key", flat=True))
    base = slugify(name)[:30] or "feld"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (base, *numbered) if key not in taken)


@transaction.atomic
def end_membership(membership: Membership, *, last_day: dt.date, by: Any) -> None:
    """End a colleague's access; nobody ends their own, so one coordinator always stays."""
    if membership.user_id == by.pk:
        raise DomainError(
            "Den eigenen Zugang beendet eine Kollegin, damit der Kreis nicht allein dasteht."
        )
    with trail.changing("membership.ended", membership, by=by):
        close_membership(membership.pk, last_day=last_day)
