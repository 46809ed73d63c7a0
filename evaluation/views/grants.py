from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluation.actions import grants as actions
from evaluation.actions import years
from evaluation.actions.settlement import settlement_of
from evaluation.forms.money import GrantForm, PlanLineForm
from evaluation.models import Directive, Grant, PlanLine
from evaluation.views.frozen import way_out
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest


@require_GET
@roles(*STAFF)
def grant_detail(request: PortalRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.select_related("directive"), pk=pk)
    may_edit = request.member.has(Role.COORDINATOR)
    context = {
        "grant": grant,
        "plans": [_plan(grant, year) for year in grant.years],
        "may_edit": may_edit,
        "exceeds_cap": grant.amount > grant.directive.cap,
    }
    return render(request, "evaluation/grant_detail.html", context)


def _plan(grant: Grant, year: int) -> dict[str, Any]:
    settlement = settlement_of(grant, year)
    has_lines = bool(settlement.income or settlement.expenses)
    return {
        "year": year,
        "settlement": settlement,
        "is_released": years.is_released(year),
        "has_lines": has_lines,
        "copy_from": None if has_lines else _planned_before(grant, year),
        "most": grant.directive.most(settlement.expenses_total.approved_eligible),
    }


def _planned_before(grant: Grant, year: int) -> int | None:
    lines = PlanLine.objects.filter(grant=grant, year__lt=year).order_by("-year")
    return lines.values_list("year", flat=True).first()


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def grant_create(request: PortalRequest) -> HttpResponse:
    directive = Directive.objects.in_force(timezone.localdate())
    grant = Grant(directive=directive) if directive else Grant()
    return _edit(request, grant, "Zuwendungsbescheid eintragen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def grant_edit(request: PortalRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(Grant.objects.all(), pk=pk), "Bescheid bearbeiten")


def _edit(request: PortalRequest, grant: Grant, title: str) -> HttpResponse:
    form = GrantForm(request.POST or None, instance=grant)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, "Der Bescheid ist gespeichert.")
            return redirect("evaluation:grant", saved.pk)
    context = {"form": form, "title": title, "grant": grant}
    return render_form(request, "evaluation/grant_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def grant_delete(request: PortalRequest, pk: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.all(), pk=pk)
    if request.method == "POST":
        try:
            actions.remove(grant, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("evaluation:grant", pk)
        messages.success(request, f"Der Bescheid {grant} ist gelöscht.")
        return redirect("evaluation:home")
    return render(request, "evaluation/grant_delete.html", {"grant": grant})


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def line_create(request: PortalRequest, pk: int, year: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.all(), pk=pk)
    if year not in grant.years:
        raise Http404
    return _edit_line(request, PlanLine(grant=grant, year=year), f"Neue Zeile im Plan {year}")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def line_edit(request: PortalRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(PlanLine.objects.select_related("grant"), pk=pk)
    return _edit_line(request, line, f"{line} ({line.year}) bearbeiten")


def _edit_line(request: PortalRequest, line: PlanLine, title: str) -> HttpResponse:
    if elsewhere := way_out(request, line.year, "evaluation:grant", line.grant_id):
        return elsewhere
    form = PlanLineForm(request.POST or None, instance=line)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save_line(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{saved} ist gespeichert.")
            return redirect("evaluation:grant", line.grant_id)
    context = {"form": form, "title": title, "line": line}
    return render_form(request, "evaluation/line_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def line_delete(request: PortalRequest, pk: int) -> HttpResponse:
    line = get_object_or_404(PlanLine.objects.all(), pk=pk)
    if elsewhere := way_out(request, line.year, "evaluation:grant", line.grant_id):
        return elsewhere
    if request.method == "POST":
        try:
            actions.remove_line(line, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{line} ist gelöscht.")
        return redirect("evaluation:grant", line.grant_id)
    return render(request, "evaluation/line_delete.html", {"line": line})


@require_POST
@roles(Role.COORDINATOR)
def plan_copy(request: PortalRequest, pk: int, year: int) -> HttpResponse:
    grant = get_object_or_404(Grant.objects.all(), pk=pk)
    if year not in grant.years:
        raise Http404
    source = _planned_before(grant, year)
    try:
        count = actions.copy_plan(grant, source=source or year, target=year, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{count} Zeilen aus {source} übernommen. Bitte prüfen.")
    return redirect("evaluation:grant", pk)
