"""Passkeys in a browser whose fingerprint reader says yes, no, or knows nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connections
from playwright.sync_api import Browser, CDPSession, Page, expect
from pytest_django.live_server_helper import LiveServer

from lotsen_portal.accounts.forms import UNKNOWN_KEY
from lotsen_portal.mail import tasks as mail_tasks
from lotsen_portal.tenancy.context import tenant_scope
from tests import databases
from tests.accounts.arriving import PASSWORD, give_password
from tests.factories.people import MembershipFactory, TenantFactory

KREIS = "/landkreis-miesbach"
START, LIST = f"{KREIS}/heute/", f"{KREIS}/ehrenamtliche/"
DID_NOT_WORK = "Das hat mit dem Passkey nicht geklappt"
pytestmark = pytest.mark.browser


@dataclass
class Site:
    url: str
    # Each test takes one: who has a passkey is asked for it after the password.
    people: Iterator[str]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[Site]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # No worker listens here.
        patch.setattr(mail_tasks.deliver, "apply_async", lambda *args, **options: None)
        cache.clear()
        with tenant_scope(TenantFactory(name="Miesbach", slug=KREIS[1:])):
            people = [MembershipFactory().user for _ in range(8)]
        for user in people:
            give_password(user)
        server = LiveServer("localhost")
        yield Site(server.url, iter([user.email for user in people]))
        server.stop()
        connections.close_all()
        databases.empty()


@dataclass
class Desk:
    """Somebody at a browser with a fingerprint reader."""

    email: str
    page: Page
    devtools: CDPSession
    reader: str

    def set_reader(self, command: str, **options: Any) -> None:
        self.devtools.send(f"WebAuthn.{command}", {"authenticatorId": self.reader, **options})


@pytest.fixture
def desk(site: Site, browser: Browser) -> Iterator[Desk]:
    page = browser.new_context(locale="de-DE", base_url=site.url).new_page()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield Desk(next(site.people), page, devtools, added["authenticatorId"])
    page.context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def signs_in_by_password(desk: Desk) -> None:
    page = desk.page
    page.goto("/konto/login/")
    page.get_by_label("E-Mail-Adresse").last.fill(desk.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    press(page, "Anmelden")
    expect(page).to_have_url(re.compile(START))


def tries_to_add_a_passkey(desk: Desk) -> None:
    desk.page.goto("/konto/2fa/webauthn/add/")
    desk.page.get_by_label("Ohne Passwort anmelden").check()
    press(desk.page, "Hinzufügen")


def adds_a_passkey(desk: Desk) -> None:
    signs_in_by_password(desk)
    tries_to_add_a_passkey(desk)
    expect(desk.page.get_by_text("Der Schlüssel ist hinzugefügt.")).to_be_visible()


def signs_out(desk: Desk) -> None:
    desk.page.context.clear_cookies()


def tries_to_sign_in(desk: Desk, *, asked_for: str = "") -> None:
    desk.page.goto("/konto/login/" + (asked_for and f"?next={asked_for}"))
    press(desk.page, "Mit Passkey anmelden")


def told(page: Page) -> str:
    """Return the title of the one notice, which has the focus."""
    notice = page.get_by_role("alert")
    expect(notice).to_be_focused()
    return notice.locator(".kern-title").inner_text()


def test_passkey_leads_to_the_page_asked_for_and_never_elsewhere(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    adds_a_passkey(desk)
    led = {}

    for asked_for in ["", LIST, "https://evil.example/", "//evil.example/", "/\\evil.example/"]:
        signs_out(desk)
        tries_to_sign_in(desk, asked_for=asked_for)
        expect(desk.page).not_to_have_url(re.compile("/konto/login/"))
        led[asked_for] = urlsplit(desk.page.url)[1:3]

    host = urlsplit(desk.page.url).netloc
    assert led == {
        "": (host, START),
        LIST: (host, LIST),
        "https://evil.example/": (host, START),
        "//evil.example/": (host, START),
        "/\\evil.example/": (host, START),
    }
    # Nor do the logs tell whose passkey it was.
    assert [record for record in caplog.records if record.name.startswith("fido2")] == []


def test_who_cancels_is_told_and_may_try_again(desk: Desk) -> None:
    adds_a_passkey(desk)
    signs_out(desk)
    desk.set_reader("setUserVerified", isUserVerified=False)

    tries_to_sign_in(desk)

    assert told(desk.page) == DID_NOT_WORK
    desk.set_reader("setUserVerified", isUserVerified=True)
    press(desk.page, "Mit Passkey anmelden")
    expect(desk.page).to_have_url(re.compile(START))


def test_device_without_a_passkey_says_so(desk: Desk) -> None:
    tries_to_sign_in(desk)

    assert told(desk.page) == DID_NOT_WORK
    assert "kein Passkey für das Portal" in desk.page.get_by_role("alert").inner_text()


def test_setting_up_that_is_cancelled_says_so(desk: Desk) -> None:
    signs_in_by_password(desk)
    desk.set_reader("setUserVerified", isUserVerified=False)

    tries_to_add_a_passkey(desk)

    assert told(desk.page) == DID_NOT_WORK


def test_device_is_not_added_twice(desk: Desk) -> None:
    adds_a_passkey(desk)

    tries_to_add_a_passkey(desk)

    assert told(desk.page) == "Dieser Schlüssel ist schon hinzugefügt"


def test_passkey_that_the_account_has_no_more_is_called_unknown(desk: Desk) -> None:
    adds_a_passkey(desk)
    desk.page.goto("/konto/2fa/webauthn/")
    desk.page.get_by_role("link", name=re.compile("^Entfernen")).click()
    press(desk.page, "Schlüssel entfernen")
    expect(desk.page.get_by_text("Der Schlüssel ist entfernt.")).to_be_visible()
    signs_out(desk)

    tries_to_sign_in(desk)

    expect(desk.page.get_by_role("status")).to_have_text(UNKNOWN_KEY)


def test_number_for_an_address_is_named_as_the_reason(desk: Desk) -> None:
    desk.page.goto("/konto/login/")
    desk.page.goto(desk.page.url.replace("localhost", "127.0.0.1"))

    press(desk.page, "Mit Passkey anmelden")

    assert told(desk.page) == "Unter dieser Adresse gehen keine Passkeys"
