"""The portal says Sie, also where allauth's own German speaks."""

import re
from typing import Any

import pytest
from django.test import Client

from lotsen_portal.mail.models import LandMail
from tests.accounts.arriving import PASSWORD, give_key, give_password, give_second_factor
from tests.cast import Cast
from tests.signing_in import sign_in

DU = re.compile(r"\b(du|dein\w*|dich|dir|bist|gib)\b", re.IGNORECASE)
MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
TWO = {"password1": "Neue-Laterne-2026", "password2": "Andere-Laterne-2026"}
DIFFERENT = "Bitte geben Sie zweimal dasselbe Passwort ein."
SIGNED_OUT = [
    ("/konto/login/", {"login": "x", "password": ""}),
    ("/konto/login/", {"login": "x@example.org", "password": "falsch"}),
    ("/konto/login/code/", {"email": "x"}),
    ("/konto/password/reset/", {"email": ""}),
    ("/konto/2fa/webauthn/login/", {"credential": ""}),
]
SIGNED_IN = [
    ("/konto/password/change/", {"oldpassword": "falsch"} | TWO),
    ("/konto/password/change/", {"oldpassword": "", "password1": "x", "password2": ""}),
    ("/konto/password/set/", TWO),
    ("/konto/reauthenticate/", {"password": "falsch"}),
    ("/konto/2fa/reauthenticate/", {"code": "1"}),
    ("/konto/2fa/totp/activate/", {"code": "1"}),
    ("/konto/2fa/webauthn/add/", {"name": "x" * 200, "credential": "{"}),
    ("/konto/2fa/recovery-codes/generate/", {}),
    ("/konto/logout/", {}),
]


def said(browser: Client, path: str, data: dict[str, str]) -> str:
    page: Any = browser.post(path, data, follow=True)
    found = MAIN.search(page.text)
    assert found, path
    return found[0]


@pytest.mark.parametrize(("path", "data"), SIGNED_OUT)
def test_at_the_door(client: Client, cast: Cast, path: str, data: dict[str, str]) -> None:
    assert DU.findall(said(client, path, data)) == []


@pytest.mark.parametrize("secured", [False, True])
@pytest.mark.parametrize(("path", "data"), SIGNED_IN)
def test_in_the_account(
    client: Client, cast: Cast, path: str, data: dict[str, str], secured: bool
) -> None:
    if "/set/" in path:
        cast.coordinator.set_unusable_password()
        cast.coordinator.save()
    else:
        give_password(cast.coordinator)
    if secured:
        give_second_factor(cast.coordinator)
        give_key(cast.coordinator)
    sign_in(client, cast.coordinator)

    assert DU.findall(said(client, path, data)) == []


@pytest.mark.parametrize("how", ["change", "set", "reset"])
def test_two_different_passwords(client: Client, cast: Cast, how: str) -> None:
    user, path = cast.coordinator, f"/konto/password/{how}/"
    give_password(user)
    if how == "set":
        user.set_unusable_password()
        user.save()
    if how == "reset":
        client.post(path, {"email": user.email})
        [link] = re.findall(r"https?://[^/\s]*(/\S+)", LandMail.objects.get().text)
        path = client.get(link, follow=True).redirect_chain[-1][0]
    else:
        sign_in(client, user)

    page = said(client, path, {"oldpassword": PASSWORD} | TWO)

    assert (DIFFERENT in page, DU.findall(page)) == (True, [])
