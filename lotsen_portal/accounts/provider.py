"""Signing in at the identity provider of a Landratsamt, for people who have an account here."""

from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from lotsen_portal.accounts.models import User
from lotsen_portal.tenancy.addresses import land_path

# One sentence for an unknown, a foreign and an unverified address: none tells who has an account.
NOT_LET_IN = (
    "Auf diesem Weg können wir Sie nicht anmelden. Konten gibt es auf Einladung; fragen Sie die"
    " Integrationslotsin Ihres Kreises oder melden Sie sich auf einem anderen Weg an."
)
NO_ANSWER = "Der Anmeldedienst antwortet gerade nicht. Bitte melden Sie sich anders an."


def name() -> str:
    """Return what the provider is called on the sign-in page; nothing where there is none."""
    return settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else ""


class ProviderAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in who has an account under the verified address, and connect nothing.

        allauth's own way by address would take away the account's password.
        """
        user = _account_of(sociallogin)
        if user is None or sociallogin.state.get("process") != "login":
            refuse(request, NOT_LET_IN)
        sociallogin.user = user

    def on_authentication_error(self, request: HttpRequest, *args: Any, **details: Any) -> None:
        refuse(request, NOT_LET_IN)


def refuse(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect(land_path("account_login")))


def _account_of(sociallogin: Any) -> User | None:
    data = sociallogin.account.extra_data
    about, token = data.get("userinfo", {}), data.get("id_token", {})
    # Both speak of the same person, or somebody mixed two answers.
    if not about.get("sub") or about["sub"] != token.get("sub"):
        return None
    address = str(about.get("email", "")).strip().lower()
    # Some providers send "false".
    if about.get("email_verified") is not True:
        return None
    if address.rpartition("@")[2] not in settings.OIDC_EMAIL_DOMAINS:
        return None
    return User.objects.filter(email=address, is_active=True).first()
