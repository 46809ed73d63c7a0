"""Signing in at the identity provider of a Landratsamt: a real one, in a process of its own."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from django.conf import settings as django_settings
from django.test import Client

from lotsen_portal.accounts.models import User
from lotsen_portal.audit.models import LandAuditEntry
from lotsen_portal.mail.models import LandMail
from lotsen_portal.sign_in import oidc_provider
from tests.accounts.arriving import PASSWORD, give_password, is_in
from tests.cast import Cast

SCRIPT = django_settings.BASE_DIR / "tests" / "accounts" / "oidc_provider.mjs"
LOGIN, BACK = "/konto/anbieter/login/", "/konto/anbieter/login/callback/"
NOT_LET_IN = "Auf diesem Weg können wir Sie nicht anmelden."
NAME = "dem Konto des Landratsamts Miesbach"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    command = ["node", str(SCRIPT), f"http://testserver{BACK}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


@pytest.fixture
def configured(issuer: str, settings: Any) -> None:
    settings.OIDC_NAME = NAME
    settings.OIDC_EMAIL_DOMAINS = ["example.org"]
    settings.SOCIALACCOUNT_PROVIDERS = oidc_provider(issuer, "portal", "geheim-geheim", NAME)


def through(browser: Client, claims: dict[str, Any], **form: str) -> Any:
    """Go to the provider, sign in there with these claims, and come back."""
    there = requests.Session()
    answer = there.get(browser.post(LOGIN, form)["Location"], timeout=10)
    for fields in ({"login": json.dumps(claims), "password": "x"}, {}):
        found = re.search(r'action="([^"]+)".*?name="prompt" value="(\w+)"', answer.text, re.DOTALL)
        assert found, answer.text
        target = urljoin(answer.url, found[1])
        answer = there.post(target, {"prompt": found[2]} | fields, timeout=10, **STOP)
        while not answer.headers.get("Location", "").startswith("http://testserver"):
            if "Location" not in answer.headers:
                break
            answer = there.get(urljoin(answer.url, answer.headers["Location"]), timeout=10, **STOP)
    return browser.get(answer.headers["Location"].removeprefix("http://testserver"))


STOP: dict[str, Any] = {"allow_redirects": False}


def verified(email: str) -> dict[str, Any]:
    return {"email": email, "email_verified": True}


def test_account_of_the_verified_address_is_in(
    client: Client, cast: Cast, configured: None
) -> None:
    give_password(cast.coordinator)

    answer = through(client, verified(cast.coordinator.email.upper()))

    assert answer["Location"] == f"/{cast.kreis.slug}/heute/"
    assert is_in(client)
    assert [entry.action for entry in LandAuditEntry.objects.all()] == [
        "account.signed_in_by_provider"
    ]
    assert User.objects.get(pk=cast.coordinator.pk).check_password(PASSWORD)


def test_provider_leads_back_to_the_page(client: Client, cast: Cast, configured: None) -> None:
    page = f"/{cast.kreis.slug}/ehrenamtliche/"

    answer = through(client, verified(cast.coordinator.email), next=page)

    assert answer["Location"] == page


@pytest.mark.parametrize(
    "way", ["unverified", "in words", "none", "foreign", "unknown", "inactive"]
)
def test_everybody_else_hears_one_sentence(
    client: Client, cast: Cast, configured: None, settings: Any, way: str
) -> None:
    email = cast.coordinator.email
    claims = {
        "unverified": {"email": email, "email_verified": False},
        "in words": {"email": email, "email_verified": "false"},
        "none": {"email_verified": True},
        "foreign": verified(email),
        "unknown": verified("niemand@example.org"),
        "inactive": verified(cast.viewer.email),
    }[way]
    User.objects.filter(pk=cast.viewer.pk).update(is_active=False)
    if way == "foreign":
        settings.OIDC_EMAIL_DOMAINS = ["anderswo.example"]
    accounts = User.objects.count()

    answer = through(client, claims)

    assert answer["Location"] == "/konto/login/"
    assert NOT_LET_IN in client.get("/konto/login/").text
    assert not is_in(client)
    assert (User.objects.count(), LandMail.objects.count()) == (accounts, 0)


def test_nothing_is_connected_to_somebody_signed_in(
    client: Client, cast: Cast, configured: None
) -> None:
    client.force_login(cast.coordinator)

    answer = through(client, verified(cast.viewer.email), process="connect")

    assert answer["Location"] == "/konto/login/"


def test_staff_need_the_second_factor_unless_the_provider_asks_for_it(
    client: Client, cast: Cast, configured: None, settings: Any
) -> None:
    settings.MFA_DUTY = True
    home = through(client, verified(cast.coordinator.email))["Location"]
    assert client.get(home)["Location"] == "/konto/2fa/"

    settings.OIDC_SECOND_FACTOR = True
    assert client.get(home).status_code == 200


def test_answer_that_nobody_asked_for_is_refused(
    client: Client, configured: None, db: None
) -> None:
    answer = client.get(f"{BACK}?code=x&state=y")

    assert answer["Location"] == "/konto/login/"
    assert NOT_LET_IN in client.get("/konto/login/").text


def test_a_link_leads_nobody_to_the_provider(client: Client, configured: None, db: None) -> None:
    assert client.get(LOGIN).status_code == 405


def test_provider_that_does_not_answer_is_said(
    client: Client, configured: None, settings: Any, db: None
) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = oidc_provider("http://127.0.0.1:1", "portal", "x", NAME)

    answer = client.post(LOGIN, follow=True)

    assert "Der Anmeldedienst antwortet gerade nicht." in answer.text


def test_sign_in_page_offers_it(client: Client, configured: None, db: None) -> None:
    assert f"Anmelden mit {NAME}" in client.get("/konto/login/").text


def test_without_a_provider_there_is_nothing(client: Client, db: None) -> None:
    assert "anbieter" not in client.get("/konto/login/").text
    assert client.post(LOGIN).status_code == 404
    assert client.get(f"{BACK}?code=x&state=y").status_code == 404


def settings_with(**variables: str) -> subprocess.CompletedProcess[str]:
    code = "from lotsen_portal import settings as s; print(*s.SECURE_CSP['form-action'])"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | variables,
        cwd=django_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


COMPLETE = {
    "OIDC_ISSUER": "https://login.amt.example/realms/amt",
    "OIDC_CLIENT_ID": "portal",
    "OIDC_CLIENT_SECRET": "geheim",
    "OIDC_EMAIL_DOMAINS": "amt.example",
}


@pytest.mark.worker
def test_forms_may_lead_to_the_provider_and_nowhere_else() -> None:
    assert settings_with(**COMPLETE).stdout == "'self' https://login.amt.example\n"
    assert settings_with().stdout == "'self'\n"


@pytest.mark.worker
@pytest.mark.parametrize("name", [name for name in COMPLETE if name != "OIDC_ISSUER"])
def test_half_a_provider_stops_the_start(name: str) -> None:
    stopped = settings_with(**(COMPLETE | {name: ""}))

    assert stopped.returncode == 1
    assert "OIDC_ISSUER needs OIDC_CLIENT_ID" in stopped.stderr
