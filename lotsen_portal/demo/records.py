"""What the records of invented people tell besides: times, wishes, tags, qualifications."""

import datetime as dt
import random

from lotsen_portal.demo import inventions
from lotsen_portal.tenancy.models import Municipality, MunicipalityNeighbour, Tenant
from volunteers.models import (
    Availability,
    Qualification,
    Tag,
    TargetGroup,
    Volunteer,
    VolunteerMunicipality,
    VolunteerTag,
    VolunteerTargetGroup,
)

TAGS = ["Sommerfest", "Lesepatin", "nur vormittags erreichbar", "Fahrdienst am Wochenende"]
COURSES = ["Erste Hilfe", "Juleica", "Laiendolmetschen, Grundkurs", "Behördenlotse"]
# By their place in the list of municipalities: who comes next lies next.
NEAR = (1, 2)


def fill(
    tenant: Tenant, volunteers: list[Volunteer], draw: random.Random, *, today: dt.date
) -> None:
    """Complete the records of those who are there."""
    present = [person for person in volunteers if person.status != Volunteer.Status.LEFT]
    places = _neighbours(tenant)
    _places(present, places, draw)
    _wishes(present, draw)
    _times(present, draw)
    _courses(present, draw, today)
    if len(present) > 1:
        _a_minor(present[-1], today)


def _neighbours(tenant: Tenant) -> dict[str, Municipality]:
    by_name = {place.name: place for place in Municipality.objects.all()}
    places = [by_name[name] for name, _ in inventions.MUNICIPALITIES[tenant.slug]]
    pairs = {
        (places[number], places[(number + step) % len(places)])
        for number in range(len(places))
        for step in NEAR
        if len(places) > 2 * step
    }
    MunicipalityNeighbour.objects.bulk_create(
        MunicipalityNeighbour(municipality=one, neighbour=other)
        for pair in sorted(pairs, key=lambda pair: (pair[0].pk, pair[1].pk))
        for one, other in (pair, reversed(pair))
    )
    return by_name


def _places(present: list[Volunteer], places: dict[str, Municipality], draw: random.Random) -> None:
    """Say where people live, and where some of them would go."""
    for person in present:
        person.municipality = places.get(person.place)
        person.mobility = draw.sample(Volunteer.Mobility.values, draw.choice([0, 1, 1, 2]))
        person.goes_anywhere = draw.random() < 0.2
    Volunteer.objects.bulk_update(present, ["municipality", "mobility", "goes_anywhere"])
    VolunteerMunicipality.objects.bulk_create(
        VolunteerMunicipality(volunteer=person, municipality=place)
        for person in present
        if not person.goes_anywhere and draw.random() < 0.3
        for place in draw.sample(list(places.values()), min(2, len(places)))
    )


def _wishes(present: list[Volunteer], draw: random.Random) -> None:
    groups = list(TargetGroup.objects.all())
    VolunteerTargetGroup.objects.bulk_create(
        VolunteerTargetGroup(volunteer=person, target_group=group)
        for person in present
        for group in draw.sample(groups, draw.choice([0, 1, 2]))
    )
    tags = Tag.objects.bulk_create(Tag(name=name) for name in TAGS)
    VolunteerTag.objects.bulk_create(
        VolunteerTag(volunteer=person, tag=draw.choice(tags))
        for person in present
        if draw.random() < 0.2
    )


def _times(present: list[Volunteer], draw: random.Random) -> None:
    parts = [(day, slot) for day in Availability.Weekday for slot in Availability.Slot]
    Availability.objects.bulk_create(
        Availability(volunteer=person, weekday=weekday, slot=slot)
        for person in present
        if draw.random() < 0.7
        for weekday, slot in draw.sample(parts, draw.randrange(1, 6))
    )
    for person in present:
        person.hours_per_week = draw.choice([None, 1, 2, 2.5, 4, 5])
        person.short_notice = draw.random() < 0.3
    Volunteer.objects.bulk_update(present, ["hours_per_week", "short_notice"])


def _courses(present: list[Volunteer], draw: random.Random, today: dt.date) -> None:
    """Let some have learnt something; of the first few it runs out soon, or just has."""
    ends = [5, 20, 41, -9]
    Qualification.objects.bulk_create(
        Qualification(
            volunteer=person,
            name="Erste Hilfe",
            issuer="Bayerisches Rotes Kreuz",
            acquired_on=today - dt.timedelta(days=720),
            expires_on=today + dt.timedelta(days=days),
        )
        for person, days in zip(present, ends, strict=False)
    )
    Qualification.objects.bulk_create(
        Qualification(
            volunteer=person,
            name=draw.choice(COURSES[1:]),
            acquired_on=today - dt.timedelta(days=draw.randrange(30, 900)),
        )
        for person in present
        if draw.random() < 0.3
    )


def _a_minor(person: Volunteer, today: dt.date) -> None:
    """Let one of the prospects be sixteen, with parents who have not agreed yet."""
    person.of_age_on = today + dt.timedelta(days=500)
    person.birth_year = person.of_age_on.year - 18
    person.guardian_name = f"Eva und Max {person.last_name}"
    if person.status in {Volunteer.Status.ACTIVE, Volunteer.Status.PAUSED}:
        person.guardian_consented_on = max(person.joined_on, today - dt.timedelta(days=60))
    person.save()
