from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lotsen_portal.accounts.homes import home_of, kreise_of
from lotsen_portal.tenancy.addresses import land_path, tenant_path
from lotsen_portal.tenancy.models import StatewideRole

LAND_PAGES = {
    StatewideRole.OVERSIGHT: ("Berichte der Kreise", "land:reports"),
    StatewideRole.AUTHORITY: ("Verwendungsnachweise der Kreise", "land:reports"),
    StatewideRole.OPERATOR: ("Betrieb", "operations:home"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the person's Kreise and what belongs to the account."""
    user: Any = request.user
    held = user.statewide_memberships.values_list("role", flat=True)
    context = {
        "kreise": [(kreis, tenant_path(kreis, "front:today")) for kreis in kreise_of(user)],
        "land_pages": [
            (label, land_path(name))
            for role, (label, name) in LAND_PAGES.items()
            if role in set(held)
        ],
        "email": user.email,
    }
    return render(request, "account/home.html", context)


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the person's start page."""
    return redirect(home_of(request.user))
