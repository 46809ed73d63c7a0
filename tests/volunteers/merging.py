"""Two entries of one person, and what a merge makes of them."""

import datetime as dt
import json
from typing import Any

from django.core import serializers
from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.factories.volunteers import (
    CircleMembershipFactory,
    ClearanceFactory,
    EngagementFieldFactory,
    HelperCircleFactory,
    HelpOfferFactory,
    InquiryFactory,
    LanguageSkillFactory,
    QualificationFactory,
    VolunteerFactory,
    a_topic,
)
from volunteers.actions import merging as actions
from volunteers.models import (
    ChangeRequest,
    Consultation,
    Engagement,
    Merge,
    Tag,
    Volunteer,
    VolunteerTag,
)

NOW = timezone.now()
DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def two_entries(cast: Cast) -> tuple[Volunteer, Volunteer]:
    """Return two entries of one person, and all on them that may hang there twice or once."""
    with tenant_scope(cast.kreis):
        kept, gone = (
            VolunteerFactory(first_name=first, last_name="Müller", email=email, phone=phone)
            for first, email, phone in [
                ("Anna", "anna@example.org", "0175 2467218"),
                ("Anna Maria", "am@example.org", ""),
            ]
        )
        _hang_on(kept, since=day("2025-03-01"))
        _hang_on(gone, since=day("2024-02-01"))
        children = EngagementFieldFactory(involves_minors=True)
        for person, seen in ((kept, "2025-05-01"), (gone, "2026-05-01")):
            Engagement.objects.create(volunteer=person, field=children, starts_on=day("2025-01-01"))
            ClearanceFactory(volunteer=person, issued_on=day("2025-01-01"), seen_on=day(seen))
        InquiryFactory(volunteer=gone)
        HelpOfferFactory(volunteer=gone)
        QualificationFactory(volunteer=gone)
        Consultation.objects.create(volunteer=gone, on=day("2026-01-01"), topic=a_topic())
        LanguageSkillFactory(volunteer=gone, level="c1", interprets=True, certificate="telc")
        LanguageSkillFactory(volunteer=kept, level="", starts_on=day("2025-06-01"))
        kept.record_status(on=kept.joined_on)
        gone.record_status(on=gone.joined_on)
    return kept, gone


def _hang_on(person: Volunteer, *, since: dt.date) -> None:
    """Let somebody have what two entries of one person usually both have."""
    circle = HelperCircleFactory._meta.model.objects.order_by("pk").first()
    CircleMembershipFactory(circle=circle, volunteer=person, starts_on=since)
    tag, _ = Tag.objects.get_or_create(name="Kleiderkammer")
    VolunteerTag.objects.create(volunteer=person, tag=tag)
    person.availabilities.create(weekday=1, slot="morning")
    ChangeRequest.objects.create(volunteer=person, wanted={"phone": "1"}, requested_at=NOW)


def everything(*keys: int) -> dict[str, Any]:
    """Return every row that is one of these people or hangs on one, by what it is."""
    found = list(Volunteer.objects.filter(pk__in=keys))
    for relation in Volunteer._meta.related_objects:
        if relation.related_model is Merge:
            continue
        rows = relation.related_model._default_manager
        found += rows.filter(**{f"{relation.field.name}__in": keys})
    said = json.loads(serializers.serialize("json", found))
    for row in said:
        # It counts on, so that a page opened meanwhile does not pass for new.
        row["fields"].pop("version", None)
    return {f"{row['model']} {row['pk']}": row["fields"] for row in said}


def merged(kept: Volunteer, gone: Volunteer, by: Any = None, **chosen: str) -> Merge:
    kept.refresh_from_db()
    gone.refresh_from_db()
    versions = {kept.pk: kept.version, gone.pk: gone.version}
    return actions.merge(kept, gone, chosen, versions=versions, by=by)
