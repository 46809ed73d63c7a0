"""What hangs on a person and is no field of theirs: Einsatzbereiche, wishes, times, tags."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.tenancy.models import Municipality
from volunteers.models import (
    Availability,
    Engagement,
    EngagementField,
    Tag,
    TargetGroup,
    Volunteer,
    VolunteerMunicipality,
    VolunteerTag,
    VolunteerTargetGroup,
)

Listing = Callable[[], str]


@contextmanager
def told(volunteer: Volunteer, *, by: Any, **listings: Listing) -> Iterator[None]:
    """Write one line about what the block changes, with what the listings tell of it.

    A listing tells in words what stands there before the block and after; its name is the label.
    """
    with trail.changing("volunteer.changed", volunteer, by=by) as changes:
        before = {name: listing() for name, listing in listings.items()}
        yield
        for name, listing in listings.items():
            trail.compare(changes, name, before[name], listing())


@transaction.atomic
def save_engagement(
    volunteer: Volunteer,
    *,
    engaged_in: Iterable[EngagementField],
    helps: Iterable[TargetGroup],
    goes_to: Iterable[Municipality],
    on: dt.date,
    by: Any,
) -> None:
    """Store in what, whom and where somebody helps; Einsatzbereiche hold from that day."""
    listings = {
        "Einsatzbereiche": _names(volunteer, Engagement, "field", ends_on__isnull=True),
        "Zielgruppen": _names(volunteer, VolunteerTargetGroup, "target_group"),
        "Gemeinden": _names(volunteer, VolunteerMunicipality, "municipality"),
    }
    with told(volunteer, by=by, **listings):
        volunteer.save()
        _follow(volunteer, engaged_in, on=on)
        _choose(volunteer, VolunteerTargetGroup, "target_group", helps)
        _choose(volunteer, VolunteerMunicipality, "municipality", goes_to)


@transaction.atomic
def save_availability(volunteer: Volunteer, *, times: Iterable[tuple[int, str]], by: Any) -> None:
    """Store how much time somebody has, and in which parts of the week."""
    with told(volunteer, by=by, Zeiten=lambda: _times(volunteer)):
        volunteer.save()
        volunteer.availabilities.all().delete()
        Availability.objects.bulk_create(
            Availability(volunteer=volunteer, weekday=weekday, slot=slot) for weekday, slot in times
        )


@transaction.atomic
def save_tags(
    volunteer: Volunteer, *, tags: Iterable[Tag], new: Iterable[str] = (), by: Any
) -> None:
    """Let somebody carry these tags, of which new ones are made."""
    with told(volunteer, by=by, Schlagwörter=_names(volunteer, VolunteerTag, "tag")):
        volunteer.touch()
        _choose(volunteer, VolunteerTag, "tag", [*tags, *map(tag_named, new)])


def tag_named(name: str) -> Tag:
    """Return the tag of that name, however it is capitalised; make it if there is none."""
    known: Tag | None = Tag.objects.filter(name__iexact=name).first()
    return known or Tag.objects.get_or_create(name=name)[0]


def _follow(volunteer: Volunteer, wanted: Iterable[EngagementField], *, on: dt.date) -> None:
    """End what is no longer wanted and begin what is new; what stays keeps its history."""
    wanted_ids = {field.pk for field in wanted}
    current = Engagement.objects.filter(volunteer=volunteer, ends_on__isnull=True)
    current_ids = set(current.values_list("field_id", flat=True))
    gone = current.filter(field_id__in=current_ids - wanted_ids)
    # What began today was a slip and leaves no trace.
    gone.filter(starts_on__gte=on).delete()
    gone.update(ends_on=on - dt.timedelta(days=1))
    Engagement.objects.bulk_create(
        Engagement(volunteer=volunteer, starts_on=on, field_id=pk)
        for pk in sorted(wanted_ids - current_ids)
    )


def _choose(volunteer: Volunteer, model: type[Any], other: str, wanted: Iterable[Any]) -> None:
    """Keep exactly the wanted ones; these have no dates."""
    wanted_ids = {thing.pk for thing in wanted}
    current = model.objects.filter(volunteer=volunteer)
    current_ids = set(current.values_list(f"{other}_id", flat=True))
    current.filter(**{f"{other}_id__in": current_ids - wanted_ids}).delete()
    model.objects.bulk_create(
        model(volunteer=volunteer, **{f"{other}_id": pk}) for pk in sorted(wanted_ids - current_ids)
    )


def _names(volunteer: Volunteer, model: type[Any], other: str, **narrowed: Any) -> Listing:
    """Return what lists the names of what holds now, as one text."""

    def listing() -> str:
        rows = model.objects.filter(volunteer=volunteer, **narrowed)
        return ", ".join(rows.values_list(f"{other}__name", flat=True).order_by(f"{other}__name"))

    return listing


def _times(volunteer: Volunteer) -> str:
    return ", ".join(map(str, volunteer.availabilities.order_by("weekday", "slot")))
