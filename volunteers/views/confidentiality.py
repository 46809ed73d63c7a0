from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.common.pagination import page_of
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import STAFF, roles
from lotsen_portal.tenancy.requests import PortalRequest
from volunteers.actions import confidentiality as actions
from volunteers.forms.confidentiality import SignatureForm, TextForm
from volunteers.models import ConfidentialityText, Volunteer


@require_GET
@roles(*STAFF)
def overview(request: PortalRequest) -> HttpResponse:
    """Show the text that holds, the versions before it, and who has to sign again."""
    versions = ConfidentialityText.objects.annotate(signed=Count("agreements"))
    again = actions.to_sign_again().order_by("sort_key", "pk")
    context = {
        "text": actions.current_text(),
        "versions": list(versions.order_by("-version")),
        "page": page_of(request, again),
        "may_edit": request.member.has(Role.COORDINATOR),
    }
    return render(request, "volunteers/confidentiality_list.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def text_create(request: PortalRequest) -> HttpResponse:
    text = actions.current_text()
    form = TextForm(request.POST or None, initial={"text": text.text})
    if form.is_valid():
        try:
            version = actions.change_text(form.cleaned_data["text"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{version} gilt ab heute.")
            return redirect("confidentiality:list")
    context = {"form": form, "text": text, "count": actions.signed_count()}
    return render_form(request, "volunteers/confidentiality_text.html", context)


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def signature_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    form = SignatureForm(request.POST or None)
    if form.is_valid():
        try:
            signed = actions.sign(volunteer, on=form.cleaned_data["signed_on"], by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"{signed.text} ist als unterschrieben eingetragen.")
            return redirect("volunteers:detail", pk)
    context = {"form": form, "volunteer": volunteer, "text": actions.current_text()}
    return render_form(request, "volunteers/confidentiality_form.html", context)


@require_POST
@roles(Role.COORDINATOR)
def print_create(request: PortalRequest, pk: int) -> HttpResponse:
    volunteer = get_object_or_404(Volunteer.objects.all(), pk=pk)
    return redirect("documents:detail", actions.order_print(volunteer, by=request.user).pk)
