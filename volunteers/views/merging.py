"""Who stands in the registry twice, and how two entries become one and two again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import merging as actions
from volunteers.forms.circles import OFFERED, FindForm
from volunteers.forms.merging import MergeForm, OtherForm
from volunteers.matching import alike
from volunteers.matching.search import found_first
from volunteers.merging import moving
from volunteers.models import Merge, Volunteer

MERGED = (
    "Die beiden Einträge sind jetzt einer: {}. Rückgängig machen lässt sich das 14 Tage lang, unten"
    " auf der Seite „Doppelte“."
)


@require_GET
@roles(Role.COORDINATOR)
def pair_list(request: PortalRequest) -> HttpResponse:
    """Show who may be there twice, and what was merged and can be undone."""
    merges = Merge.objects.undoable(timezone.now()).select_related("kept")
    context = {"page": page_of(request, alike.pairs()), "merges": merges.order_by("-merged_at")}
    return render(request, "volunteers/merge_pairs.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def merge_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask who the other entry is, then what shall stand, then let them be one."""
    person = get_object_or_404(Volunteer.objects.select_related("membership"), pk=pk)
    other = OtherForm(request.POST or request.GET, person=person).chosen
    if other is None:
        return _search(request, person)
    form = MergeForm(request.POST or None, person=person, other=other)
    if form.is_stale:
        messages.error(request, actions.CHANGED)
        form = MergeForm(person=person, other=other, initial=form.typed)
    elif form.is_valid():
        try:
            done = actions.merge(
                person, other, form.choices, versions=form.versions, by=request.user
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, MERGED.format(done.kept))
            return redirect("volunteers:detail", done.kept_id)
    return _compare(request, form, person, other)


def _compare(
    request: PortalRequest, form: MergeForm, person: Volunteer, other: Volunteer
) -> HttpResponse:
    for entry in (person, other):
        trail.record("volunteer.read", entry, by=request.user)
    hanging = moving.told(moving.parted(form.kept, form.gone, {}))
    context = {"form": form, "person": person, "hanging": hanging, "other": other}
    return render_form(request, "volunteers/merge_form.html", context)


def _search(request: PortalRequest, person: Volunteer) -> HttpResponse:
    search = FindForm(request.GET)
    people = Volunteer.objects.exclude(pk=person.pk).order_by("sort_key", "pk")
    wanted = search.wanted or person.last_name
    context: dict[str, Any] = {"person": person, "search": search}
    context["people"] = found_first(people, wanted, most=OFFERED)
    return render(request, "volunteers/merge_search.html", context)


@require_POST
@roles(Role.COORDINATOR)
def distinct_create(request: PortalRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Volunteer.objects.all(), pk=pk)
    other = OtherForm(request.POST, person=person).chosen
    if other is None:
        messages.error(request, "Die andere Person gibt es nicht mehr.")
        return redirect("volunteers:doubles")
    try:
        actions.keep_apart(person, other, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{person} und {other} sind zwei Personen und bleiben es.")
    return redirect("volunteers:doubles")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def merge_undo(request: PortalRequest, pk: int) -> HttpResponse:
    merge = get_object_or_404(Merge.objects.select_related("kept"), pk=pk)
    if request.method == "POST":
        try:
            back = actions.undo(merge, now=timezone.now(), by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("volunteers:doubles")
        messages.success(request, f"{back} hat wieder einen eigenen Eintrag.")
        return redirect("volunteers:detail", back.pk)
    try:
        actions.check_undo(merge, merge.kept, now=timezone.now())
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("volunteers:doubles")
    return render(request, "volunteers/merge_undo.html", {"merge": merge})
