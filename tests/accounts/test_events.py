"""What the trail keeps of signing in: which account, what, by whom; never an address."""

from typing import Any

import pytest
from django.test import Client

from lotsen_portal.audit.models import LandAuditEntry
from lotsen_portal.mail.models import LandMail
from lotsen_portal.tenancy.models import Role
from tests.accounts.arriving import (
    PASSWORD,
    ask_for_code,
    by_code,
    by_password,
    give_password,
    give_second_factor,
    shown_by_app,
)
from tests.cast import Cast

NEW = {"password1": "Neue-Laterne-2026", "password2": "Neue-Laterne-2026"}


@pytest.fixture
def lotsin(cast: Cast) -> Any:
    give_password(cast.coordinator)
    return cast.coordinator


@pytest.fixture
def ada(cast: Cast) -> Any:
    return cast.people[Role.VOLUNTEER]


def kept(user: Any) -> list[tuple[str, bool]]:
    """Return what was kept of the account, and whether by its owner."""
    entries = LandAuditEntry.objects.filter(
        subject_kind="accounts.User", subject_id=user.pk
    ).order_by("pk")
    assert {entry.actor_id for entry in entries} <= {user.pk, None}
    return [
        (entry.action.removeprefix("account."), entry.actor_id is not None) for entry in entries
    ]


def test_signing_in_by_code(client: Client, ada: Any) -> None:
    by_code(client, ada)

    assert kept(ada) == [("code_sent", False), ("signed_in_by_code", True)]


def test_wrong_code(client: Client, ada: Any) -> None:
    ask_for_code(client, ada)
    client.post("/konto/login/code/confirm/", {"code": "000000"})
    client.post("/konto/login/code/confirm/", {"code": "x"})
    client.post("/konto/login/code/confirm/", {"action": "resend"})

    assert kept(ada) == [("code_sent", False), ("sign_in_failed", False), ("code_sent", False)]


def test_signing_in_and_out_by_password(client: Client, lotsin: Any) -> None:
    by_password(client, lotsin, "falsch")
    by_password(client, lotsin)
    client.post("/konto/logout/")

    assert kept(lotsin) == [
        ("sign_in_failed", False),
        ("signed_in_by_password", True),
        ("signed_out", True),
    ]


def test_unknown_address_leaves_nothing(client: Client, cast: Cast) -> None:
    given = {"login": "niemand@nirgends.example", "password": "x"}
    client.post("/konto/login/", given)
    client.post("/konto/login/code/", {"email": "niemand@nirgends.example"})
    client.post("/konto/password/reset/", {"email": "niemand@nirgends.example"})

    assert LandAuditEntry.objects.count() == 0


def test_second_factor(client: Client, lotsin: Any) -> None:
    secret = give_second_factor(lotsin)
    by_password(client, lotsin)
    client.post("/konto/2fa/authenticate/", {"code": "000000"})
    client.post("/konto/2fa/authenticate/", {"code": shown_by_app(secret)})

    assert kept(lotsin) == [
        ("sign_in_failed", False),
        ("signed_in_by_password_and_totp", True),
    ]


def test_setting_up_and_removing_an_app(
    client: Client, lotsin: Any, django_capture_on_commit_callbacks: Any
) -> None:
    by_password(client, lotsin)
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/reauthenticate/", {"password": "falsch"})
        client.post("/konto/reauthenticate/", {"password": PASSWORD})
        secret = client.get("/konto/2fa/totp/activate/").context["form"].secret
        client.post("/konto/2fa/totp/activate/", {"code": shown_by_app(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/2fa/recovery-codes/generate/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/konto/2fa/totp/deactivate/")

    assert kept(lotsin) == [
        ("signed_in_by_password", True),
        ("confirmation_failed", False),
        ("confirmed", True),
        ("app_added", True),
        ("recovery_codes_made", True),
        ("app_removed", True),
    ]


def test_forgotten_password(client: Client, lotsin: Any) -> None:
    client.post("/konto/password/reset/", {"email": lotsin.email})
    link = next(word for word in LandMail.objects.get().text.split() if "/key/" in word)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], NEW)

    assert kept(lotsin) == [("reset_link_sent", False), ("password_reset", False)]


def test_changed_password(client: Client, lotsin: Any) -> None:
    by_password(client, lotsin)
    client.post("/konto/password/change/", {"oldpassword": PASSWORD} | NEW)

    assert kept(lotsin)[1:] == [("password_changed", True)]


def test_too_many_guesses(client: Client, lotsin: Any) -> None:
    for _ in range(6):
        by_password(client, lotsin, "falsch")

    assert kept(lotsin) == [("sign_in_failed", False)] * 5 + [("attempts_limited", False)]


def test_too_many_codes(ada: Any) -> None:
    for _ in range(4):
        Client().post("/konto/login/code/", {"email": ada.email})

    assert kept(ada) == [("code_sent", False)] * 3 + [("attempts_limited", False)]


def test_everywhere(client: Client, ada: Any) -> None:
    by_code(client, ada)
    client.post("/konto/sitzungen/ueberall/")

    assert kept(ada)[2:] == [("signed_out_everywhere", True), ("signed_out", True)]


def test_account_page_shows_when_and_how(client: Client, lotsin: Any, ada: Any) -> None:
    by_code(Client(), ada)
    for _ in range(12):
        by_password(client, lotsin)
        client.post("/konto/logout/")
    by_password(client, lotsin)

    page = client.get("/konto/")

    assert [how for _, how in page.context["sign_ins"]] == ["Passwort"] * 10
    assert "Letzte Anmeldungen" in page.text
    assert "mit Passwort" in page.text
    assert "Code" not in page.text
