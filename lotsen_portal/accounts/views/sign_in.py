"""allauth's pages, with what the portal keeps and remembers of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lotsen_portal.accounts import events, limits, provider, tasks
from lotsen_portal.accounts.adapters import STAY
from lotsen_portal.accounts.forms import NOBODYS_CODE
from lotsen_portal.accounts.models import User

View = Callable[..., HttpResponse]
NEW_CODE = "Ein neuer Code ist unterwegs; der alte gilt nicht mehr."


def _kept(view: View, *, proved: str, failed: str) -> View:
    """Keep whether the sent form proved who it is: allauth notes each proof in the session."""

    @wraps(view)
    def watched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        before, account = len(_proofs(request)), events.account_at(request)
        response = view(request, *args, **kwargs)
        grown = len(_proofs(request)) > before
        if account and (action := proved if grown else failed):
            events.record(action, account, by=account if grown else None)
        return response

    return watched


def _proofs(request: HttpRequest) -> list[Any]:
    return request.session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []


def _remembering(view: View) -> View:
    """Remember beside the code whether the person wants to stay signed in on this device."""

    @wraps(view)
    def remembering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and LOGIN_SESSION_KEY in request.session:
            request.session[STAY] = STAY in request.POST
        return view(request, *args, **kwargs)

    return remembering


def _telling_of_a_new_code(view: View) -> View:
    """Say that another code was asked for, in the same words whether or not it was mailed."""

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told = len(messages.get_messages(request))
        response = view(request, *args, **kwargs)
        if request.POST.get("action") != "resend":
            return response
        stays = response.headers.get("Location", "").startswith(request.path)
        # allauth tells on its own why there is none.
        if stays and len(messages.get_messages(request)) == told:
            messages.success(request, NEW_CODE)
        return response

    return telling


def _looking_up_nobody(view: View) -> View:
    """Look up an account where there is none: of somebody, allauth reads it from the database."""

    @wraps(view)
    def looking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pending = request.session.get(LOGIN_SESSION_KEY)
        if pending and not pending.get("user_pk"):
            User.objects.filter(pk=0).first()
        return view(request, *args, **kwargs)

    return looking


class ConfirmLoginCode(account.ConfirmLoginCodeView):
    """allauth's page of the mailed code, with tries and further codes counted in one place."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if "code" in kwargs:
            kwargs["asked_at"] = self._process.state["at"]
        return kwargs

    def form_invalid(self, form: Any) -> HttpResponse:
        if form.is_try:
            tasks.wake("failed", self._process.state["email"])
        if not form.is_over:
            return self.render_to_response(self.get_context_data(form=form))
        self._process.abort()
        messages.error(self.request, limits.CODES)
        return redirect("account_request_login_code")

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        state = self._process.state
        if sentence := limits.too_often(self.request, "code", state["email"]):
            messages.error(self.request, sentence)
            return redirect(self.request.path)
        if not self._process.user:
            tasks.wake("code", state["email"], NOBODYS_CODE)
        return super()._resend_form_valid(form)


class ConfirmByKey(webauthn.ReauthenticateWebAuthnView):
    """allauth's page, which somebody whose key failed does not lose."""

    def form_invalid(self, form: Any) -> HttpResponse:
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, sentence)
        return redirect(self.passthrough_next_url(self.request.path))


login = account.LoginView.as_view(extra_context={"provider_name": provider.name})
# What the adapter keeps already has no word here: that somebody is in, a wrong password.
confirm_login_code = _looking_up_nobody(
    _remembering(_telling_of_a_new_code(ConfirmLoginCode.as_view()))
)
authenticate = _kept(mfa.authenticate, proved="", failed="account.sign_in_failed")
reauthenticate = _kept(account.reauthenticate, proved="account.confirmed", failed="")
reauthenticate_by_code = _kept(
    mfa.reauthenticate, proved="account.confirmed", failed="account.confirmation_failed"
)
reauthenticate_by_key = _kept(
    ConfirmByKey.as_view(),
    proved="account.confirmed",
    failed="account.confirmation_failed",
)
