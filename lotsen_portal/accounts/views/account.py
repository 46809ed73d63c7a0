from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.recovery_codes.views import download_recovery_codes
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_safe

from lotsen_portal.accounts import events
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
        "sign_ins": events.last_sign_ins(user),
    }
    return render(request, "account/home.html", context)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose CSRF token is none any more, as after a sign-in in a second window.

    An invitation shows itself anew, and says so if it was accepted there.
    """
    match = request.resolver_match
    if match and match.view_name in {"account_invitation", "invitations:accept"}:
        return redirect(request.path)
    return csrf_failure(request, reason)


@require_safe
def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Offer a new sign-in to who has no other way to confirm, and lead back after it."""
    back = urlencode({"next": get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL})
    return render(request, "accounts/sign_in_again.html", {"back": f"{settings.LOGIN_URL}?{back}"})


@require_safe
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """Send allauth's file under a name that its owner finds again."""
    response: HttpResponse = download_recovery_codes(request)
    if response.has_header("Content-Disposition"):
        response["Content-Disposition"] = 'attachment; filename="ersatzcodes.txt"'
    return response


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the person's start page."""
    return redirect(home_of(request.user))
