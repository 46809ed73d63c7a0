"""What is done with a list: kept as a view, and with many people on it at once."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from lotsen_portal.tenancy.models import Membership
from volunteers.actions import circles, messages
from volunteers.actions import people as registry
from volunteers.actions.record import tag_named
from volunteers.models import (
    HelperCircle,
    MessageCampaign,
    SavedView,
    Volunteer,
    VolunteerTag,
)

# Each of them is a row in the trail and locks what it changes.
MOST = 2000
VIEW_TAKEN = "Eine Ansicht mit diesem Namen haben Sie schon."

# With whom it did not work, and why.
Refused = list[tuple[Volunteer, str]]


@transaction.atomic
def keep_view(view: SavedView, *, by: Any) -> None:
    """Keep the address of a list under a name."""
    save_once(view, taken=VIEW_TAKEN, field="name")
    trail.record("saved_view.added", view, by=by)


@transaction.atomic
def forget_view(view: SavedView, *, by: Any) -> None:
    trail.record("saved_view.deleted", view, by=by, told={"Ansicht": view.name})
    view.delete()


@transaction.atomic
def tag(people: Sequence[Volunteer], name: str, *, by: Any) -> int:
    """Let all of them carry the tag; return how many did not before."""
    _not_too_many(people)
    wanted = tag_named(name)
    tagged = _held(VolunteerTag.objects.filter(tag=wanted), people)
    new = [person for person in people if person.pk not in tagged]
    VolunteerTag.objects.bulk_create(VolunteerTag(volunteer=one, tag=wanted) for one in new)
    for person in new:
        trail.record("volunteer.tagged", person, by=by, told={"Schlagwort": wanted.name})
    return len(new)


@transaction.atomic
def untag(people: Sequence[Volunteer], name: str, *, by: Any) -> int:
    """Take the tag from all of them; return how many carried it."""
    _not_too_many(people)
    carried = VolunteerTag.objects.filter(tag__name__iexact=name)
    tagged = _held(carried, people)
    former = [person for person in people if person.pk in tagged]
    carried.filter(volunteer__in=tagged).delete()
    for person in former:
        trail.record("volunteer.untagged", person, by=by, told={"Schlagwort": name})
    return len(former)


@transaction.atomic
def join_circle(
    people: Sequence[Volunteer], circle: HelperCircle, *, on: dt.date, by: Any
) -> Refused:
    """Let all of them belong to the Helferkreis from that day; return who cannot."""

    def join(person: Volunteer) -> None:
        circles.add_member(circle, person, on=on, by=by)

    return _each(people, join)


@transaction.atomic
def write(
    people: Sequence[Volunteer],
    *,
    subject: str,
    text: str,
    audience: str,
    sender: Membership,
    by: Any,
) -> MessageCampaign:
    """Write to all of them who have an address, each a mail of their own."""
    _not_too_many(people)
    chosen = Volunteer.objects.filter(pk__in=[person.pk for person in people])
    who: dict[str, Any] = {"audience": audience, "sender": sender, "by": by}
    return messages.send(chosen, subject=subject, text=text, **who)


@transaction.atomic
def change_status(people: Sequence[Volunteer], status: str, *, on: dt.date, by: Any) -> Refused:
    """Lead all of them to the status; return who could not be."""

    def change(person: Volunteer) -> None:
        registry.change_status(person, status, on=on, by=by)

    return _each(people, change)


def _each(people: Sequence[Volunteer], change: Callable[[Volunteer], object]) -> Refused:
    """Change one after the other; whoever a rule keeps from it holds up nobody."""
    _not_too_many(people)
    refused = []
    for person in people:
        try:
            with transaction.atomic():
                change(person)
        except DomainError as error:
            refused.append((person, str(error)))
    return refused


def _not_too_many(people: Sequence[Volunteer]) -> None:
    if len(people) > MOST:
        raise DomainError(
            f"Das sind {len(people)} Personen; auf einmal gehen höchstens {MOST}."
            " Bitte grenzen Sie die Liste mit den Filtern ein."
        )


def _held(rows: Any, people: Iterable[Volunteer]) -> set[int]:
    """Return the keys of those of the people whom the rows are about."""
    found = rows.filter(volunteer__in=[person.pk for person in people])
    return set(found.values_list("volunteer_id", flat=True))
