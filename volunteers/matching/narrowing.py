"""Who fits what is asked for: what they speak, where they would go, when they have time."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from lotsen_portal.tenancy.models import Municipality
from volunteers.models import (
    Availability,
    CircleMembership,
    Consultation,
    Engagement,
    LanguageSkill,
    VolunteerMunicipality,
    VolunteerTag,
)


def speaking(people: Any, *, on: dt.date, **skill: Any) -> Any:
    """Keep those who have on that day one language skill of which all this holds."""
    return _having(people, LanguageSkill.objects.on(on).filter(**skill))


def engaged_in(people: Any, field: Any, *, on: dt.date) -> Any:
    """Keep those who offer help in the field on that day."""
    return _having(people, Engagement.objects.on(on).filter(field=field))


def in_circle(people: Any, circle: Any, *, on: dt.date) -> Any:
    """Keep those who belong to the Helferkreis on that day."""
    return _having(people, CircleMembership.objects.on(on).filter(circle=circle))


def tagged(people: Any, tag: Any) -> Any:
    return _having(people, VolunteerTag.objects.filter(tag=tag))


def free(people: Any, **part: Any) -> Any:
    """Keep those who usually have time in such a part of the week."""
    return _having(people, Availability.objects.filter(**part))


def coming_to(people: Any, municipalities: Sequence[Municipality]) -> Any:
    """Keep those who live in one of the municipalities or would go there."""
    return people.filter(_in_reach(municipalities) | Q(goes_anywhere=True))


def by_nearness(people: Any, here: Sequence[Municipality], around: Sequence[Municipality]) -> Any:
    """Sort those of here first, then those from around; add in words how near they are."""
    near = Case(When(_in_reach(here), then=0), When(_in_reach(around), then=1), default=2)
    words = Case(
        When(nearness=0, then=Value("gleiche Gemeinde")),
        When(nearness=1, then=Value("Nachbargemeinde")),
        default=Value("im Kreis"),
    )
    found = people.annotate(nearness=near).annotate(nearness_label=words)
    return found.order_by("nearness", "sort_key", "pk")


def silent_since(people: Any, day: dt.date) -> Any:
    """Keep those with whom nobody has spoken from that day on, and who had joined by then."""
    spoken = Consultation.objects.filter(on__gte=day, volunteer__isnull=False)
    unheard = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=day)
    found = people.filter(unheard, joined_on__lt=day)
    return found.exclude(pk__in=spoken.values("volunteer"))


def clearance_due(people: Any, by: dt.date) -> Any:
    """Keep those present who have to show a Führungszeugnis again until that day."""
    return people.filter(clearances__next_due_on__lte=by).exclude(status="left")


def clearance_missing(people: Any, *, on: dt.date) -> Any:
    """Keep those present who help minors on that day, § 30a Abs. 1 BZRG, and have shown none."""
    duties = Engagement.objects.on(on).filter(field__involves_minors=True)
    unseen = _having(people, duties).filter(clearances__seen_on__isnull=True)
    return unseen.exclude(status="left")


def _in_reach(municipalities: Sequence[Municipality]) -> Q:
    """Return who lives there or chose to go there; whose municipality is not told, by name."""
    chosen = VolunteerMunicipality.objects.filter(municipality__in=municipalities)
    by_name = Q(municipality=None, place__in=[one.name for one in municipalities])
    return Q(municipality__in=municipalities) | by_name | Q(pk__in=chosen.values("volunteer"))


def _having(people: Any, rows: QuerySet[Any]) -> Any:
    return people.filter(pk__in=rows.values("volunteer"))
