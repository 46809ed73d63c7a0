"""Netzwerktreffen and Öffentlichkeitsarbeit: two lists of the same make."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from networking.actions import activities as actions
from networking.forms.activities import MeetingFilter, MeetingForm, OutreachFilter, OutreachForm
from networking.models import NetworkMeeting, OutreachActivity


@dataclass(frozen=True)
class Pages:
    """How one kind of activity is listed and edited."""

    model: Any
    filter: Callable[..., Any]
    form: Callable[..., Any]
    list_name: str
    delete_name: str
    list_template: str
    new_title: str


MEETINGS = Pages(
    model=NetworkMeeting,
    filter=MeetingFilter,
    form=MeetingForm,
    list_name="networking:meetings",
    delete_name="networking:meeting_delete",
    list_template="networking/meeting_list.html",
    new_title="Treffen eintragen",
)
OUTREACH = Pages(
    model=OutreachActivity,
    filter=OutreachFilter,
    form=OutreachForm,
    list_name="networking:outreach",
    delete_name="networking:outreach_delete",
    list_template="networking/outreach_list.html",
    new_title="Öffentlichkeitsarbeit eintragen",
)


@require_GET
@roles(*STAFF)
def meeting_list(request: PortalRequest) -> HttpResponse:
    return _list(request, MEETINGS)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def meeting_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, MEETINGS, NetworkMeeting())


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def meeting_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return _edit(request, MEETINGS, get_object_or_404(NetworkMeeting.objects.all(), pk=pk))


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def meeting_delete(request: PortalRequest, pk: int) -> HttpResponse:
    return _delete(request, MEETINGS, get_object_or_404(NetworkMeeting.objects.all(), pk=pk))


@require_GET
@roles(*STAFF)
def outreach_list(request: PortalRequest) -> HttpResponse:
    return _list(request, OUTREACH)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def outreach_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, OUTREACH, OutreachActivity())


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def outreach_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return _edit(request, OUTREACH, get_object_or_404(OutreachActivity.objects.all(), pk=pk))


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def outreach_delete(request: PortalRequest, pk: int) -> HttpResponse:
    return _delete(request, OUTREACH, get_object_or_404(OutreachActivity.objects.all(), pk=pk))


def _list(request: PortalRequest, pages: Pages) -> HttpResponse:
    found = pages.filter(request.GET, queryset=pages.model.objects.for_list())
    context = {
        "page": page_of(request, found.qs),
        "filter": found,
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render_page(request, pages.list_template, context, partial="rows")


def _edit(request: PortalRequest, pages: Pages, activity: Any) -> HttpResponse:
    # What was typed must not stand in the heading before it is stored.
    title = f"„{activity}“ bearbeiten" if activity.pk else pages.new_title
    form = pages.form(request.POST or None, instance=activity)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{form.instance}“ ist gespeichert.")
            return redirect(pages.list_name)
    context = {"form": form, "title": title, "back_url": reverse(pages.list_name)}
    if activity.pk:
        context["delete_url"] = reverse(pages.delete_name, args=[activity.pk])
    return render_form(request, "networking/activity_form.html", context)


def _delete(request: PortalRequest, pages: Pages, activity: Any) -> HttpResponse:
    if request.method == "POST":
        actions.remove(activity, by=request.user)
        messages.success(request, f"„{activity}“ ist gelöscht.")
        return redirect(pages.list_name)
    context = {
        "title": f"„{activity}“ löschen",
        "question": "Soll dieser Eintrag gelöscht werden?",
        "consequences": ["Er zählt dann nicht mehr in der Statistik des Jahres."],
        "label": "Eintrag löschen",
        "cancel_url": reverse(pages.list_name),
    }
    return render(request, "components/confirm.html", context)
