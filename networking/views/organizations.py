from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.htmx import render_form
from lotsen_portal.tenancy.models import Role
from lotsen_portal.tenancy.permissions import roles
from lotsen_portal.tenancy.requests import PortalRequest
from networking.actions import partners as actions
from networking.forms.partners import OrganizationForm
from networking.models import Partner


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def organization_create(request: PortalRequest) -> HttpResponse:
    """Add an organisation on the way to a new partner."""
    return _create(request, reverse("networking:create"))


@require_http_methods(["GET", "POST"])
@roles(Role.COORDINATOR)
def organization_of_partner_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Add an organisation on the way to a partner that is already there."""
    partner = get_object_or_404(Partner.objects.all(), pk=pk)
    return _create(request, reverse("networking:edit", args=[partner.pk]))


def _create(request: PortalRequest, back_url: str) -> HttpResponse:
    form = OrganizationForm(request.POST or None)
    if form.is_valid():
        try:
            organization = actions.add_organization(form.instance, by=request.user)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            messages.success(request, f"„{organization}“ steht jetzt in der Auswahl.")
            return redirect(f"{back_url}?organisation={organization.pk}")
    context = {"form": form, "back_url": back_url}
    return render_form(request, "networking/organization_form.html", context)
