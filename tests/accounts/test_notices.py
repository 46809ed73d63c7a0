"""Whoever's password or second factor changes hears of it, by a mail of our own outbox."""

import re
from typing import Any

import pytest
from django.test import Client

from lotsen_portal.mail.models import LandMail
from tests.accounts.arriving import (
    PASSWORD,
    by_password,
    give_password,
    give_second_factor,
    shown_by_app,
)
from tests.cast import Cast

NEW = {"password1": "Neue-Laterne-2026", "password2": "Neue-Laterne-2026"}
CHANGED = """\
Guten Tag,

an Ihrem Konto im Lotsenportal hat sich am MOMENT etwas geändert:

Ihr Passwort wurde geändert.

Waren Sie das nicht? Dann melden Sie sich bitte gleich bei Ihrer Integrationslotsin oder beim \
Betrieb des Portals.

Ihr Lotsenportal
"""


@pytest.fixture
def lotsin(cast: Cast) -> Any:
    give_password(cast.coordinator)
    return cast.coordinator


def mails() -> list[tuple[str, str]]:
    return list(LandMail.objects.order_by("pk").values_list("recipient", "subject"))


def test_new_password(client: Client, lotsin: Any) -> None:
    by_password(client, lotsin)
    client.post("/konto/password/change/", {"oldpassword": PASSWORD} | NEW)

    assert mails() == [(lotsin.email, "Ihr Passwort wurde geändert")]
    mail = LandMail.objects.get()
    assert re.sub(r"\d\d\.\d\d\.\d{4}, \d\d:\d\d Uhr", "MOMENT", mail.text) == CHANGED
    assert PASSWORD not in mail.html


def test_new_and_removed_app(
    client: Client, lotsin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    by_password(client, lotsin)
    with django_capture_on_commit_callbacks(execute=True):
        secret = client.get("/konto/2fa/totp/activate/").context["form"].secret
        client.post("/konto/2fa/totp/activate/", {"code": shown_by_app(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/2fa/recovery-codes/generate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/2fa/totp/deactivate/")

    assert mails() == [
        (lotsin.email, "Zweiter Faktor eingerichtet"),
        (lotsin.email, "Neue Ersatzcodes"),
        (lotsin.email, "Zweiter Faktor entfernt"),
    ]


def test_signing_in_changes_nothing(client: Client, lotsin: Any) -> None:
    secret = give_second_factor(lotsin)
    by_password(client, lotsin, "falsch")
    by_password(client, lotsin)
    client.post("/konto/2fa/authenticate/", {"code": shown_by_app(secret)})

    assert mails() == []
