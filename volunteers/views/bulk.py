"""Many people at once: each page says first whom it is about, and the form acts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import lists as actions
from volunteers.forms import bulk as forms
from volunteers.forms.selection import Selection
from volunteers.models import MessageCampaign
from volunteers.views.exports import taken

NOBODY = "Bitte kreuzen Sie zuerst in der Liste an, um wen es geht, oder „alle gefundenen“."
# So many with whom it did not work are named in the answer.
NAMED = 10

Step = Callable[[PortalRequest, Selection], HttpResponse]


def bulk(view: Step) -> Callable[[PortalRequest], HttpResponse]:
    """Hand over whom the form of the list names; lead back to the list where it names nobody."""

    @require_http_methods(["GET", "POST"])
    @roles(Role.COORDINATOR)
    @wraps(view)
    def with_selection(request: PortalRequest) -> HttpResponse:
        query = request.POST if request.method == "POST" else request.GET
        selection = Selection(query, member=request.member)
        if selection.is_empty:
            messages.info(request, NOBODY)
            return _to_list(selection)
        return view(request, selection)

    return with_selection


@bulk
def message_create(request: PortalRequest, selection: Selection) -> HttpResponse:
    """Show whom a message reaches and how it will look; send it only then."""
    form = forms.BulkMessageForm(request.POST or None, count=selection.count)
    title, page = "Nachricht schreiben", "volunteers/bulk_message.html"
    if form.is_valid() and "preview" in request.POST:
        looked_at = {"selection": selection, "form": form, "title": title}
        return render(request, page, {**looked_at, "preview": form.cleaned_data})
    if form.is_valid():
        try:
            sent = _sent(request, selection, form)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Die Nachricht geht an {_people(sent.recipients.count())}.")
            return _to_list(selection)
    context = {"selection": selection, "form": form, "title": title, "preview": None}
    return render_form(request, page, context)


def _sent(request: PortalRequest, selection: Selection, form: Any) -> MessageCampaign:
    sender = request.member.as_role(Role.COORDINATOR)
    assert sender is not None  # noqa: S101  # the role of the view
    written = {name: form.cleaned_data[name] for name in ("subject", "text")}
    return actions.write(
        selection.people, **written, audience=selection.words, sender=sender, by=request.user
    )


@bulk
def circle_create(request: PortalRequest, selection: Selection) -> HttpResponse:
    form = forms.BulkCircleForm(request.POST or None, count=selection.count)
    if form.is_valid():
        circle, on = form.cleaned_data["joins"], form.cleaned_data["on"]
        try:
            refused = actions.join_circle(selection.people, circle, on=on, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            _say(request, selection, refused)
            return _to_list(selection)
    return _page(request, selection, form, "In einen Helferkreis aufnehmen")


@bulk
def tag_create(request: PortalRequest, selection: Selection) -> HttpResponse:
    form = forms.BulkTagForm(request.POST or None, count=selection.count)
    if form.is_valid():
        name, takes = form.cleaned_data["name"], form.cleaned_data["what"] == "take"
        act = actions.untag if takes else actions.tag
        try:
            count = act(selection.people, name, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            done = "haben nicht mehr" if takes else "haben jetzt"
            messages.success(request, f"{_people(count)} {done} das Schlagwort „{name}“.")
            return _to_list(selection)
    return _page(request, selection, form, "Schlagwort geben oder nehmen")


@bulk
def status_create(request: PortalRequest, selection: Selection) -> HttpResponse:
    form = forms.BulkStatusForm(request.POST or None, count=selection.count)
    if form.is_valid():
        status, on = form.cleaned_data["becomes"], form.cleaned_data["on"]
        try:
            refused = actions.change_status(selection.people, status, on=on, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            _say(request, selection, refused)
            return _to_list(selection)
    return _page(request, selection, form, "Status ändern")


@bulk
def export_create(request: PortalRequest, selection: Selection) -> HttpResponse:
    form = forms.BulkExportForm(request.POST or None, count=selection.count)
    if form.is_valid():
        suffix = form.cleaned_data["suffix"]
        return taken(request, selection.listed, selection.keys, suffix, back=_list_url(selection))
    return _page(request, selection, form, "Exportieren")


def _page(request: PortalRequest, selection: Selection, form: Any, title: str) -> HttpResponse:
    context = {"selection": selection, "form": form, "title": title}
    return render_form(request, "volunteers/bulk_form.html", context)


def _say(request: PortalRequest, selection: Selection, refused: actions.Refused) -> None:
    """Say how many it worked with, and with whom it did not and why."""
    done = selection.count - len(refused)
    if done:
        messages.success(request, f"Für {_people(done)} ist das eingetragen.")
    for person, reason in refused[:NAMED]:
        messages.warning(request, reason if str(person) in reason else f"{person}: {reason}")
    if len(refused) > NAMED:
        messages.warning(request, f"Und bei {len(refused) - NAMED} weiteren ging es ebenso nicht.")


def _people(count: int) -> str:
    return "1 Person" if count == 1 else f"{count} Personen"


def _to_list(selection: Selection) -> HttpResponse:
    return redirect(_list_url(selection))


def _list_url(selection: Selection) -> str:
    address = selection.listed.address
    return reverse("volunteers:list") + (f"?{address}" if address else "")
