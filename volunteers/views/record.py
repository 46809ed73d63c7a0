"""The record of a person as its page shows it, and the short form of each section."""

import datetime as dt
from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import people, record
from volunteers.forms import record as forms
from volunteers.models import (
    Availability,
    Engagement,
    LanguageSkill,
    Qualification,
    StatusChange,
    Volunteer,
    VolunteerMunicipality,
    VolunteerTag,
    VolunteerTargetGroup,
)

JOINED = ("municipality", "membership")
# Which Kreis and which day, they ask when they run.
RECORD = [
    Prefetch("status_changes", StatusChange.objects.order_by("-on", "-pk")),
    Prefetch(
        "language_skills",
        LanguageSkill.objects.select_related("language").order_by("starts_on", "pk"),
    ),
    Prefetch(
        "engagements",
        Engagement.objects.select_related("field").order_by("field__position", "field__name"),
    ),
    Prefetch(
        "target_groups",
        VolunteerTargetGroup.objects.select_related("target_group").order_by(
            "target_group__position", "target_group__name"
        ),
    ),
    Prefetch(
        "municipalities",
        VolunteerMunicipality.objects.select_related("municipality").order_by("municipality__name"),
    ),
    Prefetch("availabilities", Availability.objects.order_by("weekday", "pk")),
    Prefetch("qualifications", Qualification.objects.order_by("-acquired_on", "-pk")),
    Prefetch("tags", VolunteerTag.objects.select_related("tag").order_by("tag__name")),
]


def record_of(volunteer: Volunteer, *, today: dt.date) -> dict[str, Any]:
    """Return what the page shows of the rows that hang on a person, all loaded before."""
    skills, former_skills = _now_and_before(volunteer.language_skills.all(), today)
    engagements, former = _now_and_before(volunteer.engagements.all(), today)
    expired = [q for q in volunteer.qualifications.all() if q.expires_on and q.expires_on < today]
    return {
        "skills": skills,
        "former_skills": former_skills,
        "fields": [engagement.field for engagement in engagements],
        "former_fields": former,
        "where": _where(volunteer),
        "mobility": [Volunteer.Mobility(by).label for by in volunteer.mobility],
        "week": _week(volunteer),
        "expired": expired,
        "is_minor": volunteer.is_minor(today),
        "lacks_consent": volunteer.is_minor(today) and not volunteer.guardian_consented_on,
        "today": today,
    }


def _now_and_before(rows: Any, today: dt.date) -> tuple[list[Any], list[Any]]:
    current = [row for row in rows if row.ends_on is None or row.ends_on >= today]
    return current, [row for row in rows if row not in current]


def _where(volunteer: Volunteer) -> str:
    if volunteer.goes_anywhere:
        return "im ganzen Kreis"
    chosen = ", ".join(map(str, volunteer.municipalities.all()))
    return chosen or "in der eigenen Gemeinde und in der Nähe"


def _week(volunteer: Volunteer) -> list[tuple[str, str]]:
    """Return each weekday with time, and its parts in the order of the day."""
    order = Availability.Slot.values
    return [
        (
            Availability.Weekday(weekday).label,
            ", ".join(
                Availability.Slot(slot).label
                for slot in sorted((time.slot for time in times), key=order.index)
            ),
        )
        for weekday, times in groupby(volunteer.availabilities.all(), attrgetter("weekday"))
    ]


# The sections


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def contact_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return _section(request, pk, "Kontakt", forms.ContactForm, save=people.change)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def engagement_edit(request: PortalRequest, pk: int) -> HttpResponse:
    def save(volunteer: Volunteer, **rows: Any) -> None:
        record.save_engagement(volunteer, on=timezone.localdate(), **rows)

    return _section(request, pk, "Engagement", forms.EngagementForm, save=save)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def availability_edit(request: PortalRequest, pk: int) -> HttpResponse:
    save = record.save_availability
    return _section(request, pk, "Verfügbarkeit", forms.AvailabilityForm, save=save)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def minor_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return _section(request, pk, "Minderjährige", forms.MinorForm, save=people.change)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def tags_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return _section(request, pk, "Schlagwörter", forms.TagsForm, save=record.save_tags)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def note_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return _section(request, pk, "Notiz", forms.NoteForm, save=people.change)


def _section(
    request: PortalRequest,
    pk: int,
    title: str,
    form_class: type[forms.SectionForm],
    *,
    save: Callable[..., None],
) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    form = form_class(request.POST or None, instance=volunteer)
    if form.is_valid():
        try:
            save(form.instance, by=request.user, **form.rows)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{title}“ ist gespeichert.")
            return redirect("volunteers:detail", pk)
    return section_page(request, form, volunteer, title)


def section_page(
    request: PortalRequest, form: Any, volunteer: Volunteer, title: str
) -> HttpResponse:
    context = {"form": form, "title": title, "volunteer": volunteer}
    return render_form(request, "volunteers/volunteer_section.html", context)
