"""What this app prints: from today's rows to HTML, dated by the day of the order."""

import datetime as dt
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from lotsen_portal.documents import registry
from lotsen_portal.documents.models import Document
from lotsen_portal.documents.registry import Composition
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import PublicContact
from volunteers.models import (
    ConfidentialityText,
    Engagement,
    EngagementField,
    RegistryRules,
    Volunteer,
)
from volunteers.permissions import CLEARANCE

CLEARANCE_LETTER = "volunteers.clearance_letter"
CONFIDENTIALITY = "volunteers.confidentiality"


def compose_clearance_letter(document: Document) -> Composition:
    """Compose the „Aufforderung“, § 30a Abs. 2 BZRG."""
    volunteer = Volunteer.objects.get(pk=document.subject_id)
    day = timezone.localdate(document.queued_at)
    return _composed(
        "documents/volunteers/clearance_letter.html",
        document,
        volunteer,
        fields=fields_with_minors(volunteer, on=day),
        rules=RegistryRules.current(),
    )


def compose_confidentiality(document: Document) -> Composition:
    """Compose the text in the version that held when it was ordered, ready to be signed."""
    volunteer = Volunteer.objects.get(pk=document.subject_id)
    version = int(document.key.rpartition(":")[2])
    text = ConfidentialityText.objects.get(pk=version)
    return _composed("documents/volunteers/confidentiality.html", document, volunteer, version=text)


def fields_with_minors(volunteer: Volunteer, *, on: dt.date) -> list[str]:
    """Return the names of the person's Einsatzbereiche of that day in which minors take part."""
    held = Engagement.objects.on(on).filter(volunteer=volunteer, field__involves_minors=True)
    fields = EngagementField.objects.filter(pk__in=held.values("field_id"))
    return list(fields.order_by("position", "name").values_list("name", flat=True))


def _composed(
    template: str, document: Document, volunteer: Volunteer, **context: Any
) -> Composition:
    common = {
        "title": document.title,
        "day": timezone.localdate(document.queued_at),
        "volunteer": volunteer,
        "tenant": active_tenant(),
        "contact": PublicContact.objects.first() or PublicContact(),
    }
    html = render_to_string(template, common | context)
    return Composition(html=html, title=document.title, created=document.queued_at)


def may_see_clearances(document: Document, member: Member) -> bool:
    return member.has(*CLEARANCE)


def staff_only(document: Document, member: Member) -> bool:
    return member.is_staff


def announce() -> None:
    """Tell the platform the kinds of document this app prints."""
    for kind in (
        registry.DocumentKind(
            CLEARANCE_LETTER,
            "Aufforderung zum Führungszeugnis",
            compose_clearance_letter,
            may_see_clearances,
        ),
        registry.DocumentKind(
            CONFIDENTIALITY, "Vertraulichkeitserklärung", compose_confidentiality, staff_only
        ),
    ):
        registry.announce(kind)
