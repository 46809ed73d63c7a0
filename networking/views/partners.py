from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form, render_page
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, public, roles
from lotsen_portal.tenancy.requests import PortalRequest
from networking.actions import partners as actions
from networking.forms.partners import (
    DirectoryFilter,
    EndForm,
    OwnPartnerForm,
    PartnerFilter,
    PartnerForm,
)
from networking.models import Partner


@require_GET
@roles(*STAFF, Role.PARTNER)
def partner_list(request: PortalRequest) -> HttpResponse:
    visible = Partner.objects.visible_to(request.member)
    found = PartnerFilter(request.GET, queryset=visible.for_list())
    context = {
        "page": page_of(request, found.qs),
        "filter": found,
        "is_staff": request.member.is_staff,
        "may_add": request.member.has(Role.COORDINATOR),
    }
    return render_page(request, "networking/partner_list.html", context, partial="rows")


@require_GET
@roles(*STAFF, Role.PARTNER)
def partner_detail(request: PortalRequest, pk: int) -> HttpResponse:
    visible = Partner.objects.visible_to(request.member).select_related("organization")
    partner = get_object_or_404(visible.for_list(), pk=pk)
    trail.record("partner.read", partner, by=request.user)
    context = {
        "partner": partner,
        "is_staff": request.member.is_staff,
        "is_coordinator": request.member.has(Role.COORDINATOR),
        "may_edit": Partner.objects.editable_by(request.member).filter(pk=pk).exists(),
    }
    return render(request, "networking/partner_detail.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def partner_create(request: PortalRequest) -> HttpResponse:
    return _edit(request, Partner(), "Partner aufnehmen")


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR, Role.PARTNER)
def partner_edit(request: PortalRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.editable_by(request.member), pk=pk)
    if request.member.has(Role.COORDINATOR):
        return _edit(request, partner, f"{partner} bearbeiten")
    form = OwnPartnerForm(request.POST or None, instance=partner)
    if request.method == "POST" and form.is_valid():
        actions.save_own(form.instance, on=timezone.localdate(), by=request.user)
        messages.success(request, "Ihre Angaben sind gespeichert und damit bestätigt.")
        return redirect("networking:detail", pk)
    context = {"form": form, "title": "Ihren Eintrag bearbeiten", "partner": partner}
    return render_form(request, "networking/partner_form.html", context)


def _edit(request: PortalRequest, partner: Partner, title: str) -> HttpResponse:
    initial = {"organization": chosen} if (chosen := request.GET.get("organisation")) else None
    form = PartnerForm(request.POST or None, instance=partner, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.save(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{saved}“ ist gespeichert.")
            return redirect("networking:detail", saved.pk)
    context = {"form": form, "title": title, "partner": partner, "offers_organization": True}
    return render_form(request, "networking/partner_form.html", context)


@require_POST
@roles(Role.COORDINATOR, Role.PARTNER)
def confirmation_create(request: PortalRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.editable_by(request.member), pk=pk)
    try:
        actions.confirm(partner, on=timezone.localdate(), by=request.user)
    except DomainError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, f"Die Angaben von „{partner}“ sind bestätigt. Danke!")
    return redirect("networking:detail", pk)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def end_create(request: PortalRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.all(), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end(partner, on=form.cleaned_data["on"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"Die Partnerschaft mit „{partner}“ ist beendet.")
            return redirect("networking:detail", pk)
    context = {"partner": partner, "form": form}
    return render_form(request, "networking/partner_end.html", context)


@require_POST
@roles(Role.COORDINATOR)
def end_delete(request: PortalRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.all(), pk=pk)
    try:
        actions.resume(partner, by=request.user)
    except DomainError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, f"„{partner}“ gehört wieder zum Netzwerk.")
    return redirect("networking:detail", pk)


@require_GET
@public
def directory(request: PortalRequest) -> HttpResponse:
    shown = Partner.objects.in_directory(on=timezone.localdate())
    found = DirectoryFilter(request.GET, queryset=shown.for_directory())
    context = {"page": page_of(request, found.qs), "filter": found}
    return render_page(request, "networking/directory.html", context, partial="rows")
