from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from evaluation.actions import vouchers as actions
from evaluation.actions import years
from evaluation.actions.settlement import settlement_of
from evaluation.forms.money import VoucherFilter, VoucherForm
from evaluation.models import Grant, Voucher
from evaluation.views.frozen import way_out
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest


def grant_or_404(year: int) -> Grant:
    """Return the grant of the year of an address."""
    if not 2018 <= year <= 2100:
        raise Http404
    grant = Grant.objects.of_year(year).select_related("directive").first()
    if grant is None:
        raise Http404
    return grant


@require_GET
@roles(*STAFF)
def voucher_list(request: PortalRequest, year: int) -> HttpResponse:
    grant = grant_or_404(year)
    vouchers = Voucher.objects.of_year(year)
    found = VoucherFilter(request.GET, queryset=vouchers.for_list(), year=year)
    settlement = settlement_of(grant, year)
    context = {
        "page": page_of(request, found.qs, per_page=50),
        "filter": found,
        "year": year,
        "grant": grant,
        "settlement": settlement,
        "years": grant.years,
        "may_edit": request.member.has(Role.COORDINATOR) and not years.is_released(year),
        "is_released": years.is_released(year),
    }
    return render_page(request, "evaluation/voucher_list.html", context, partial="rows")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def voucher_create(request: PortalRequest, year: int) -> HttpResponse:
    grant = grant_or_404(year)
    if not grant.plan_lines.filter(year=year).exists():
        messages.info(request, f"Für Belege braucht es zuerst den Finanzierungsplan {year}.")
        return redirect("evaluation:grant", grant.pk)
    voucher = Voucher(year=year, number=Voucher.objects.next_number(year))
    return _edit(request, voucher, f"Beleg {year} eintragen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def voucher_edit(request: PortalRequest, pk: int) -> HttpResponse:
    voucher = get_object_or_404(Voucher.objects.all(), pk=pk)
    return _edit(request, voucher, f"{voucher} bearbeiten")


def _edit(request: PortalRequest, voucher: Voucher, title: str) -> HttpResponse:
    if elsewhere := way_out(request, voucher.year, "evaluation:vouchers", voucher.year):
        return elsewhere
    form = VoucherForm(request.POST or None, instance=voucher, year=voucher.year)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{saved} ist gespeichert.")
            return redirect("evaluation:vouchers", saved.year)
    context = {"form": form, "title": title, "voucher": voucher}
    return render_form(request, "evaluation/voucher_form.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def voucher_delete(request: PortalRequest, pk: int) -> HttpResponse:
    voucher = get_object_or_404(Voucher.objects.select_related("plan_line"), pk=pk)
    if elsewhere := way_out(request, voucher.year, "evaluation:vouchers", voucher.year):
        return elsewhere
    if request.method == "POST":
        try:
            actions.remove(voucher, by=request.user)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{voucher} ist gelöscht.")
        return redirect("evaluation:vouchers", voucher.year)
    return render(request, "evaluation/voucher_delete.html", {"voucher": voucher})
