"""Führungszeugnisse, which staff may see only by a permission of their own."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import clearance as actions
from volunteers.actions.letters import fields_with_minors
from volunteers.forms.clearance import ClearanceForm
from volunteers.models import Clearance, RegistryRules, Volunteer
from volunteers.permissions import CLEARANCE


@require_GET
@roles(*CLEARANCE)
def clearance_list(request: PortalRequest) -> HttpResponse:
    """Show who has to present one: what runs out or has run out first, then what is missing."""
    trail.record("clearances.read", request.tenant, by=request.user)
    today = timezone.localdate()
    weeks = RegistryRules.current().reminder_weeks
    found = Volunteer.objects.lacking_clearance(today, soon=today + dt.timedelta(weeks=weeks))
    context = {
        "page": page_of(request, found.by_clearance()),
        "today": today,
        "weeks": weeks,
        "may_edit": True,
    }
    return render(request, "volunteers/clearance_list.html", context)


@require_GET
@roles(*CLEARANCE)
def clearance_detail(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    today = timezone.localdate()
    clearance = Clearance.objects.filter(volunteer=volunteer).first()
    if clearance:
        trail.record("clearance.read", clearance, by=request.user)
    context = {
        "volunteer": volunteer,
        "clearance": clearance,
        "fields": fields_with_minors(volunteer, on=today),
        "has_left": volunteer.left_on is not None,
        "today": today,
        "rules": RegistryRules.current(),
    }
    return render(request, "volunteers/clearance_detail.html", context)


@require_http_methods(["GET", "POST"])
@roles(*CLEARANCE)
def note_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    form = ClearanceForm(
        request.POST or None, seen_by=str(request.member.as_role(Role.COORDINATOR))
    )
    if form.is_valid():
        try:
            noted = actions.note(volunteer, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(
                request, f"Eingetragen. Erneut vorzulegen bis {noted.next_due_on:%d.%m.%Y}."
            )
            return redirect("clearance:detail", pk)
    context = {"form": form, "volunteer": volunteer, "rules": RegistryRules.current()}
    return render_form(request, "volunteers/clearance_form.html", context)


@require_POST
@roles(*CLEARANCE)
def letter_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    try:
        document = actions.ask(volunteer, on=timezone.localdate(), by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("clearance:detail", pk)
    return redirect("documents:detail", document.pk)


@require_http_methods(["GET", "POST"])
@roles(*CLEARANCE)
def clearance_delete(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    clearance = get_object_or_404(Clearance.objects.all(), volunteer=volunteer)
    page = reverse("clearance:detail", args=[pk])
    if request.method == "POST":
        actions.remove(clearance, by=request.user)
        messages.success(request, "Der Eintrag ist gelöscht.")
        return redirect(page)
    context = {
        "title": "Eintrag zum Führungszeugnis löschen",
        "question": f"Bei {volunteer} steht dann nicht mehr, dass ein Führungszeugnis angefordert"
        " oder gesehen wurde. Auch das Schreiben dazu wird gelöscht.",
        "label": "Eintrag löschen",
        "cancel_url": page,
    }
    return render(request, "components/confirm.html", context)
