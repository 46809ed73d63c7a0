"""Staff sign in as in production: from the invitation to passkey, spare code and everywhere out."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from lotsen_portal.accounts import actions
from lotsen_portal.mail import tasks as mail_tasks
from lotsen_portal.sign_in import oidc_provider
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from tests import databases
from tests.accounts.arriving import PASSWORD, shown_by_app
from tests.factories.people import MembershipFactory, TenantFactory

KREIS = "landkreis-miesbach"
NAME = "dem Konto des Landratsamts"
PROVIDER = settings.BASE_DIR / "tests" / "accounts" / "oidc_provider.mjs"
pytestmark = pytest.mark.browser


@dataclass
class Site:
    url: str
    invitation: str
    colleague: str


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # No worker listens here.
        patch.setattr(mail_tasks.deliver, "apply_async", lambda *args, **options: None)
        cache.clear()
        kreis = TenantFactory(name="Miesbach", slug=KREIS)
        with tenant_scope(kreis):
            invitation = actions.invite(
                "vera@example.org",
                role=Role.COORDINATOR,
                name="Vera Neu",
                now=timezone.now(),
                by=None,
            )
            colleague = MembershipFactory(name="Anna Huber").user.email
        server = LiveServer("localhost")
        yield Site(server.url, f"/{KREIS}/einladung/{invitation.token}/", colleague)
        server.stop()
        connections.close_all()
        databases.empty()


@pytest.fixture(scope="module")
def provider(site: Site) -> Iterator[str]:
    command = ["node", str(PROVIDER), f"{site.url}/konto/anbieter/login/callback/"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.terminate()


def window(browser: Browser, site: Site) -> Page:
    context = browser.new_context(locale="de-DE", base_url=site.url)
    return context.new_page()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def signs_in_by_password(page: Page) -> None:
    page.goto("/konto/login/")
    page.get_by_label("E-Mail-Adresse").last.fill("vera@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    press(page, "Anmelden")


def signs_out(page: Page) -> None:
    page.goto("/konto/logout/")
    press(page, "Abmelden")


def expect_to_be_in(page: Page) -> None:
    expect(page).to_have_url(re.compile(f"/{KREIS}/heute/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def authenticator(page: Page) -> None:
    """Put a fingerprint reader into the browser that always says yes."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    reader = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": reader})


@override_settings(MFA_DUTY=True)
def test_from_invitation_to_everywhere_out(site: Site, browser: Browser) -> None:
    page = window(browser, site)
    authenticator(page)

    secret, spare_code = accepts_and_sets_up_an_app(page, site)
    signs_out(page)
    signs_in_with_a_spare_code(page, spare_code)
    adds_a_passkey(page)
    signs_out(page)
    signs_in_with_the_passkey(page)

    elsewhere = window(browser, site)
    signs_in_with_the_app(elsewhere, secret)
    signs_out_everywhere(page, elsewhere)


def accepts_and_sets_up_an_app(page: Page, site: Site) -> tuple[str, str]:
    page.goto(site.invitation)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_label("Passwort wiederholen").fill(PASSWORD)
    press(page, "Einladung annehmen")
    expect(page.get_by_text("Für Ihre Aufgabe braucht das Konto einen zweiten")).to_be_visible()

    page.get_by_role("link", name="App einrichten").click()
    secret = page.get_by_label("Schlüssel", exact=True).input_value()
    page.get_by_label("Code").fill(shown_by_app(secret))
    press(page, "Einrichten")
    spare_code = page.locator(".codes li").first.inner_text()

    page.goto("/konto/start/")
    expect_to_be_in(page)
    return secret, spare_code


def signs_in_with_a_spare_code(page: Page, spare_code: str) -> None:
    signs_in_by_password(page)
    page.get_by_label("Code").fill("000000")
    press(page, "Anmelden")
    expect(page.get_by_text("Falscher Code.", exact=True)).to_be_visible()
    page.get_by_label("Code").fill(spare_code)
    press(page, "Anmelden")
    expect_to_be_in(page)

    # The spare code is used up.
    page.goto("/konto/2fa/recovery-codes/")
    expect(page.get_by_text("Noch 9 von 10 Ersatzcodes")).to_be_visible()


def adds_a_passkey(page: Page) -> None:
    page.goto("/konto/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Dienstlaptop")
    page.get_by_role("checkbox").check()
    press(page, "Hinzufügen")
    expect(page.get_by_text("Der Schlüssel ist hinzugefügt.")).to_be_visible()


def signs_in_with_the_passkey(page: Page) -> None:
    page.goto("/konto/login/")
    press(page, "Mit Passkey anmelden")
    expect_to_be_in(page)


def signs_in_with_the_app(page: Page, secret: str) -> None:
    signs_in_by_password(page)
    page.get_by_label("Code").fill(shown_by_app(secret))
    press(page, "Anmelden")
    expect_to_be_in(page)


def signs_out_everywhere(page: Page, elsewhere: Page) -> None:
    page.goto("/konto/")
    ways = page.locator("main li", has_text=" mit ").all_inner_texts()
    assert [way.split(" mit ")[1] for way in ways] == [
        "Passwort und App",
        "Passkey",
        "Passwort und Ersatzcode",
        "Passwort",
    ]
    page.goto("/konto/sitzungen/")
    expect(page.get_by_text("dieses Gerät", exact=True)).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(2)
    press(page, "Überall abmelden")
    expect(page.get_by_text("Sie sind auf allen Geräten abgemeldet.")).to_be_visible()
    elsewhere.goto(f"/{KREIS}/heute/")
    expect(elsewhere).to_have_url(re.compile("/konto/login/"))


def test_through_the_landratsamt(site: Site, provider: str, browser: Browser) -> None:
    csp = settings.SECURE_CSP | {"form-action": ["'self'", provider]}
    with override_settings(
        MFA_DUTY=True,
        OIDC_SECOND_FACTOR=True,
        OIDC_NAME=NAME,
        OIDC_EMAIL_DOMAINS=["example.org"],
        SOCIALACCOUNT_PROVIDERS=oidc_provider(provider, "portal", "geheim-geheim", NAME),
        SECURE_CSP=csp,
    ):
        page = window(browser, site)
        page.goto("/konto/login/")
        press(page, f"Anmelden mit {NAME}")
        expect(page).to_have_url(re.compile(re.escape(provider)))
        claims = {"email": site.colleague, "email_verified": True}
        page.locator("[name=login]").fill(json.dumps(claims))
        page.locator("[name=password]").fill("x")
        page.locator("[type=submit]").click()
        page.locator("[type=submit]").click()

        expect_to_be_in(page)
