import logging
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from redis.exceptions import RedisError

from lotsen_portal.accounts import drafts, duty
from lotsen_portal.tenancy.addresses import land_path

SETTING_UP = {"mfa_activate_totp", "mfa_add_webauthn", "account_set_password"}
SEEN_SECONDS = 600
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


class StaffDayMiddleware:
    """Sign staff out after a working day, in every browser.

    A volunteer's sign-in of ninety days becomes staff's with the role, by which page or task or
    command that comes; so each request asks. Stands above SignInMiddleware, which leads on.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_session = bool(request.session.session_key)
        if has_session and request.user.is_authenticated and duty.day_is_over(request):
            logout(request)
        return self.get_response(request)


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
        if not settings.MFA_DUTY or not self._is_bound(request, view):
            return None
        if duty.came_by_code_alone(request, request.user):
            messages.info(request, duty.CODE_IS_NOT_ENOUGH)
            back = urlencode({"next": drafts.page_before(request)})
            return redirect(f"{land_path('account_sign_in_again')}?{back}")
        if getattr(view, "access", "public") == "public" or self._is_done(request):
            return None
        messages.info(request, DUTY)
        return redirect(land_path("mfa_index"))

    @staticmethod
    def _is_bound(request: Any, view: Any) -> bool:
        if not request.user.is_authenticated:
            return False
        # Somebody who came by a code and has become staff since then sets up nothing.
        if request.resolver_match.view_name in SETTING_UP:
            return duty.is_staff(request.user)
        access = getattr(view, "access", "public")
        if access == "public":
            return False
        # Staff of one Kreis are staff in all, also where they are volunteers.
        if request.session.get("staff"):
            return True
        if request.tenant:
            return bool(request.member.is_staff)
        return bool(request.user.statewide_memberships.filter(role__in=access).exists())

    @staticmethod
    def _is_done(request: HttpRequest) -> bool:
        if duty.came_by_strict_provider(request, request.user):
            return True
        # Who signed in by the second factor has one; that saves a query on every page.
        records = get_authentication_records(request, request.user)
        return any(record.get("method") == "mfa" for record in records) or duty.has_second_factor(
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


class LastSeenMiddleware:
    """Note on the list of devices when each was used, every ten minutes at most.

    allauth's own middleware would write at every page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        key = request.session.session_key
        if key and request.user.is_authenticated and self._is_due(request, key):
            UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())
        return response

    @staticmethod
    def _is_due(request: HttpRequest, key: str) -> bool:
        records = get_authentication_records(request, request.user)
        if not records or time.time() - records[-1]["at"] < SEEN_SECONDS:
            return False
        try:
            return bool(cache.add(f"last-seen:{key}", True, SEEN_SECONDS))
        except RedisError:
            return False
