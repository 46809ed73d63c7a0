from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.common.sorting import sort_key
from lotsen_portal.front import actions
from lotsen_portal.front.forms import MunicipalityForm, MunicipalityPasteForm
from lotsen_portal.front.neighbours import NeighboursForm
from lotsen_portal.tenancy.models import Municipality, MunicipalityNeighbour, Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest

BACK = "front:municipalities"


@require_safe
@roles(*STAFF)
def municipality_list(request: PortalRequest) -> HttpResponse:
    municipalities = sorted(Municipality.objects.all(), key=lambda one: sort_key(one.name))
    context = {
        "municipalities": municipalities,
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "front/municipality_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def municipality_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, Municipality(), "Gemeinde hinzufügen")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def municipality_edit(request: PortalRequest, pk: int) -> HttpResponse:
    municipality = get_object_or_404(Municipality.objects.all(), pk=pk)
    return _edit(request, municipality, f"{municipality} bearbeiten")


def _edit(request: PortalRequest, municipality: Municipality, title: str) -> HttpResponse:
    form = MunicipalityForm(request.POST or None, instance=municipality)
    if form.is_valid():
        actions.save_municipality(form.instance, by=request.user)
        messages.success(request, f"{form.instance} ist gespeichert.")
        return redirect(BACK)
    return _form_page(request, form, title)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def municipality_paste(request: PortalRequest) -> HttpResponse:
    form = MunicipalityPasteForm(request.POST or None)
    if form.is_valid():
        added, changed = actions.save_municipalities(form.cleaned_data["lines"], by=request.user)
        messages.success(request, f"{added} Gemeinden sind neu, {changed} sind geändert.")
        return redirect(BACK)
    return _form_page(request, form, "Gemeinden einfügen")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def municipality_remove(request: PortalRequest, pk: int) -> HttpResponse:
    municipality = get_object_or_404(Municipality.objects.all(), pk=pk)
    if request.method == "POST":
        try:
            actions.remove_municipality(municipality, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{municipality} steht nicht mehr in der Liste.")
        return redirect(BACK)
    context = {
        "title": f"{municipality} entfernen",
        "question": "Die Suche auf der Startseite findet Ihren Kreis dann nicht mehr darüber.",
        "label": "Entfernen",
        "cancel_url": reverse(BACK),
    }
    return render(request, "components/confirm.html", context)


@require_safe
@roles(*STAFF)
def neighbour_list(request: PortalRequest) -> HttpResponse:
    near = MunicipalityNeighbour.objects.select_related("neighbour").order_by("neighbour__name")
    rows = Municipality.objects.prefetch_related(Prefetch("neighbours", near))
    context = {
        "municipalities": sorted(rows, key=lambda one: sort_key(one.name)),
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "front/neighbour_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def neighbours_edit(request: PortalRequest, pk: int) -> HttpResponse:
    municipality = get_object_or_404(Municipality.objects.all(), pk=pk)
    form = NeighboursForm(request.POST or None, municipality=municipality)
    if form.is_valid():
        actions.save_neighbours(municipality, form.cleaned_data["neighbours"], by=request.user)
        messages.success(request, f"Die Nachbargemeinden von {municipality} sind gespeichert.")
        return redirect("front:neighbours")
    title = f"Was grenzt an {municipality}?"
    context = {"form": form, "title": title, "back": "front:neighbours"}
    return render_form(request, "components/settings_form.html", context)


def _form_page(request: PortalRequest, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": BACK}
    return render_form(request, "components/settings_form.html", context)
