from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.front import actions
from lotsen_portal.front.forms import ContactForm, EngagementFieldForm
from lotsen_portal.tenancy.models import PublicContact, Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.models import EngagementField


@require_safe
@roles(*STAFF)
def overview(request: PortalRequest) -> HttpResponse:
    context = {
        "contact": PublicContact.objects.first(),
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "front/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def contact_edit(request: PortalRequest) -> HttpResponse:
    contact = PublicContact.objects.first() or PublicContact()
    form = ContactForm(request.POST or None, instance=contact)
    if form.is_valid():
        actions.save_contact(form.instance, by=request.user)
        messages.success(request, "Die öffentliche Seite ist gespeichert.")
        return redirect("front:settings")
    return _form_page(request, form, "Öffentliche Seite bearbeiten", "front:settings")


@require_safe
@roles(*STAFF)
def field_list(request: PortalRequest) -> HttpResponse:
    fields = EngagementField.objects.order_by("position", "name")
    context = {"fields": list(fields), "may_edit": request.member.has(Role.COORDINATOR)}
    return render(request, "front/field_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def field_create(request: PortalRequest) -> HttpResponse:
    return _edit_field(request, EngagementField(), "Einsatzbereich hinzufügen")


@require_http_methods(["GET", "HEAD", "POST"])
@roles(Role.COORDINATOR)
def field_edit(request: PortalRequest, pk: int) -> HttpResponse:
    field = get_object_or_404(EngagementField.objects.all(), pk=pk)
    return _edit_field(request, field, f"{field} bearbeiten")


def _edit_field(request: PortalRequest, field: EngagementField, title: str) -> HttpResponse:
    form = EngagementFieldForm(request.POST or None, instance=field)
    if form.is_valid():
        try:
            actions.save_field(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{form.instance}“ ist gespeichert.")
            return redirect("front:fields")
    return _form_page(request, form, title, "front:fields")


def _form_page(request: PortalRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": back}
    return render_form(request, "components/settings_form.html", context)
