"""Settings of the registry: target groups, tags and rules."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import settings as actions
from volunteers.forms.settings import RulesForm, TagForm, TargetGroupForm
from volunteers.models import (
    RegistryRules,
    Tag,
    TargetGroup,
    VolunteerTag,
    VolunteerTargetGroup,
)


@dataclass(frozen=True)
class Words:
    """A list of words that the Kreis keeps: how it is called, and where it stands."""

    title: str
    one: str
    model: Any
    form: Any
    order: tuple[str, ...]
    # What ties a word to people.
    link: Any
    field: str
    # Its routes are this word, and with _create, _edit and _delete.
    route: str
    lead: str

    @property
    def back(self) -> str:
        return f"registry:{self.route}"


TARGET_GROUPS = Words(
    title="Zielgruppen",
    one="Zielgruppe",
    model=TargetGroup,
    form=TargetGroupForm,
    order=("position", "name"),
    link=VolunteerTargetGroup,
    field="target_group",
    route="target_groups",
    lead="Wem Ehrenamtliche in Ihrem Kreis gern helfen. Ein neuer Name gilt bei allen.",
)
TAGS = Words(
    title="Schlagwörter",
    one="Schlagwort",
    model=Tag,
    form=TagForm,
    order=("name",),
    link=VolunteerTag,
    field="tag",
    route="tags",
    lead="Nach diesen Wörtern sortieren Sie Ihre Ehrenamtlichen. Ein neuer Name gilt bei allen.",
)


@require_safe
@roles(*STAFF)
def word_list(request: PortalRequest, words: Words) -> HttpResponse:
    links = words.link.objects.order_by().values_list(f"{words.field}_id")
    used = dict(links.annotate(Count("pk")))
    rows = words.model.objects.order_by(*words.order)
    context = {
        "words": words,
        "rows": [(row, used.get(row.pk, 0)) for row in rows],
        "routes": {do: f"{words.back}_{do}" for do in ("create", "edit", "delete")},
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "volunteers/word_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def word_create(request: PortalRequest, words: Words) -> HttpResponse:
    return _edit(request, words, words.model(), f"{words.one} hinzufügen")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def word_edit(request: PortalRequest, pk: int, words: Words) -> HttpResponse:
    row = get_object_or_404(words.model.objects.all(), pk=pk)
    return _edit(request, words, row, f"„{row}“ umbenennen")


def _edit(request: PortalRequest, words: Words, row: Any, title: str) -> HttpResponse:
    form = words.form(request.POST or None, instance=row)
    if form.is_valid():
        try:
            actions.save_word(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{form.instance}“ ist gespeichert.")
            return redirect(words.back)
    context = {"form": form, "title": title, "back": words.back}
    return render_form(request, "components/settings_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def word_delete(request: PortalRequest, pk: int, words: Words) -> HttpResponse:
    row = get_object_or_404(words.model.objects.all(), pk=pk)
    if request.method == "POST":
        try:
            actions.remove_word(row, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"„{row}“ steht nicht mehr in der Liste.")
        return redirect(words.back)
    context = {
        "title": f"„{row}“ entfernen",
        "question": "Das geht nur, solange niemand dieses Wort trägt.",
        "label": "Entfernen",
        "cancel_url": reverse(words.back),
    }
    return render(request, "components/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def rules_edit(request: PortalRequest) -> HttpResponse:
    form = RulesForm(request.POST or None, instance=RegistryRules.current())
    if form.is_valid():
        try:
            actions.save_rules(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Die Regeln sind gespeichert.")
            return redirect("front:settings")
    context = {"form": form, "title": "Regeln für Ehrenamtliche", "back": "front:settings"}
    return render_form(request, "components/settings_form.html", context)
