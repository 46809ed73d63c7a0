"""allauth as the portal wants it: by invitation, one outbox, home after sign-in, a trail."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string

from lotsen_portal.accounts import devices, duty, events, limits, tasks
from lotsen_portal.accounts.homes import home_of
from lotsen_portal.accounts.reauthentication import is_recent
from lotsen_portal.mail import actions as mail
from lotsen_portal.mail.messages import compose
from lotsen_portal.tenancy.addresses import land_path

STAY = "stay"
CODE = "account/email/login_code"
# Whoever has used up the rest without hearing of it is locked out by the next lost telephone.
FEW_SPARE_CODES = {
    0: "Das war Ihr letzter Ersatzcode.",
    1: "Sie haben noch einen Ersatzcode.",
    2: "Sie haben noch zwei Ersatzcodes.",
}
WHERE_NEW_ONES_ARE = "Neue bekommen Sie unter „Konto“, „Zweiter Faktor“."


class AccountAdapter(DefaultAccountAdapter):
    # allauth says Du here.
    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": limits.PASSWORDS,
        "too_many_today": limits.PASSWORDS_TODAY,
        "enter_current_password": "Bitte geben Sie Ihr jetziges Passwort ein.",
        "rate_limited": "Das waren zu viele Versuche. Bitte warten Sie fünf Minuten.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    # Mails

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail; the worker sends it, so that no page waits for a mail server."""
        if template_prefix == CODE:
            tasks.wake("code", email, context["code"])
            return
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        message = f"{template_prefix}_message.txt"
        mail.queue_for_land(compose(message, to=email, subject=subject, context=context))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Keep a change of the credentials, tell its owner, and sign the account out elsewhere.

        This is the one place where allauth tells of each of them.
        """
        by = user if self.request.user.is_authenticated else None
        if action := events.CHANGES.get(template_prefix):
            events.record(action, user, by=by)
        devices.sign_out(user, but=self.request.session.session_key)
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    # Signing in

    def login(self, request: HttpRequest, user: Any) -> None:
        """Let the person in: staff for a day and never by a code alone, others as they wish."""
        if duty.binds(user) and duty.came_by_code_alone(request, user):
            events.record("account.code_refused", user)
            clear_login(request)
            messages.error(request, duty.CODE_IS_NOT_ENOUGH)
            raise ImmediateHttpResponse(redirect(land_path("account_login")))
        super().login(request, user)
        is_staff = duty.is_staff(user)
        stays = request.session.pop(STAY, False) and not is_staff
        # 0: until the browser closes, and SESSION_COOKIE_AGE at the longest.
        request.session.set_expiry(settings.SESSION_STAY_SECONDS if stays else 0)
        request.session["staff"] = is_staff

    def post_login(self, request: HttpRequest, user: Any, **options: Any) -> HttpResponse:
        events.record_signed_in(request, user)
        self._tell_of_few_spare_codes(request, user)
        response = super().post_login(request, user, **options)
        limits.remember_device(request, response, user.email)
        return response

    @staticmethod
    def _tell_of_few_spare_codes(request: HttpRequest, user: Any) -> None:
        """Say how many are left to who has just used one of the last."""
        spare = Authenticator.Type.RECOVERY_CODES
        records = get_authentication_records(request, user)
        if not any(record.get("type") == spare for record in records):
            return
        codes = Authenticator.objects.get(user=user, type=spare).wrap().get_unused_codes()
        if told := FEW_SPARE_CODES.get(len(codes)):
            messages.warning(request, f"{told} {WHERE_NEW_ONES_ARE}")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before a second factor changes, unless the sign-in itself is recent.

        allauth counts confirmations alone, so that it would ask for the password a minute after.
        """
        asks = super().is_reauthentication_required(app=app, **kwargs)
        return asks and not is_recent(self.request)

    def logout(self, request: HttpRequest) -> None:
        events.record("account.signed_out", request.user, by=request.user)
        super().logout(request)

    # Guessing

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt for the address wherever it comes from, then for this place.

        allauth counts for the place or for the address alone: the one locks a whole office
        out, the other a person whom somebody else wants to keep out.
        """
        self._anywhere = limits.consume(request, "password_for_address", credentials["email"])
        if not self._anywhere:
            raise self.validation_error("too_many_today")
        super().pre_authenticate(request, **credentials)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Keep that somebody was turned away; passwords and second factors end here."""
        if code in {"too_many_login_attempts", "too_many_today"}:
            self._keep_turned_away()
        return super().validation_error(code, *args)

    def _keep_turned_away(self) -> None:
        if account := events.account_at(self.request):
            events.record_limited(account)
        else:
            tasks.wake("limited", self.request.POST.get("login", ""))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        if request.user.is_authenticated:
            events.record("account.confirmation_failed", request.user)
        else:
            tasks.wake("failed", credentials["email"])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return f"{ratelimit.get_ip(request)}:{limits.counted_as(request, credentials['email'])}"

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        if self._anywhere:
            self._anywhere.rollback()
