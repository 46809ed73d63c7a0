"""A cookie that the portal never set opens nothing and breaks nothing."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from lotsen_portal.accounts.limits import COOKIE as KNOWN_DEVICE
from tests.accounts.arriving import by_password, give_password, is_in
from tests.cast import Cast

pytestmark = pytest.mark.slow

COOKIES = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages", KNOWN_DEVICE]
# As a header spells them; the first is a NUL, which PostgreSQL takes in no text.
DAMAGED = [
    r'"aaaaaaaa\000aaaaaaaa"',
    r'"aaaaaaaa\377\376aaaa"',
    "a" * 8_000,
    "ä" * 32,
    "../../../etc/passwd",
    '"unclosed',
    "a:b:c",
]
PATHS = ["/", "/konto/login/", "/konto/", "/landkreis-miesbach/heute/"]


def asked_with(name: str, value: str, path: str, method: str) -> Any:
    browser = Client(headers={"cookie": f"{name}={value}"})
    return browser.generic(method, path)


@pytest.mark.parametrize("name", COOKIES)
@pytest.mark.parametrize("value", DAMAGED)
def test_damaged_cookies_are_none(cast: Cast, name: str, value: str) -> None:
    for method in ("GET", "POST"):
        damaged = [asked_with(name, value, path, method).status_code for path in PATHS]
        assert damaged == [asked_with("x", "y", path, method).status_code for path in PATHS]


@pytest.mark.parametrize("value", DAMAGED)
def test_people_sign_in_past_a_damaged_cookie(cast: Cast, value: str) -> None:
    give_password(cast.coordinator)
    browser = Client()
    for name in COOKIES:
        browser.cookies[name] = value.strip('"').replace(r"\000", "\x00")

    by_password(browser, cast.coordinator)

    assert is_in(browser)
