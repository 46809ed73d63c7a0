import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from redis.exceptions import RedisError

from lotsen_portal.accounts import drafts
from lotsen_portal.tenancy.addresses import land_path

log = logging.getLogger(__name__)
DUTY = (
    "Für Ihre Aufgabe braucht das Konto einen zweiten Faktor, denn Sie sehen Daten vieler"
    " Menschen. Bitte richten Sie ihn jetzt ein; danach geht es weiter."
)


class SignInMiddleware(LoginRequiredMiddleware):
    """Lead to the sign-in whoever has none any more, and lose nothing they have written."""

    # The stubs know a redirect only.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        back = urlencode({"next": drafts.page_of_form(request)})
        context = {
            "written": drafts.written(request),
            "sign_in_url": f"{settings.LOGIN_URL}?{back}",
        }
        return render(request, "accounts/signed_out.html", context, status=403)


class SecondFactorMiddleware:
    """Lead staff and statewide people to the second factor before their first page.

    Stands below TenantMiddleware. Public pages and the account's own pages stay open.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not settings.MFA_DUTY or not self._is_bound(request, view) or self._is_done(request):
            return None
        messages.info(request, DUTY)
        return redirect(land_path("mfa_index"))

    @staticmethod
    def _is_bound(request: Any, view: Any) -> bool:
        access = getattr(view, "access", "public")
        if access == "public" or not request.user.is_authenticated:
            return False
        if request.tenant:
            return bool(request.member.is_staff)
        return bool(request.user.statewide_memberships.filter(role__in=access).exists())

    @staticmethod
    def _is_done(request: HttpRequest) -> bool:
        # Who signed in by the second factor has one; that saves a query on every page.
        records = get_authentication_records(request, request.user)
        return any(record.get("method") == "mfa" for record in records) or is_mfa_enabled(
            request.user
        )


class RateLimitsDownMiddleware:
    """Answer 503 with a sentence where Valkey, which counts the sign-in attempts, is gone.

    Without the count nobody could be kept from guessing codes, so signing in waits; who is
    signed in goes on working. Stands above TenantMiddleware, which must see the exception
    first to take the request back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, RedisError):
            return None
        log.error("Valkey does not answer: %s", type(exception).__name__)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "60"
        return response
