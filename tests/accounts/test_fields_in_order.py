"""Tab leads from field to field: what else a field offers stands behind it."""

import re

import pytest
from django.test import Client

from tests.accounts.arriving import by_password, give_password, give_second_factor
from tests.cast import Cast
from tests.signing_in import sign_in


def test_way_for_who_forgot_stands_behind_the_password(db: None) -> None:
    page = Client().get("/konto/login/").text
    order = [page.index(part) for part in ('name="login"', 'name="password"', "/konto/password/")]

    assert order == sorted(order)


FOCUSED = re.compile(r"<(?:input|div)[^>]* autofocus[^>]*>")


def focused(html: str) -> list[str]:
    """Return the names of the fields that want the focus; "" is the summary of mistakes."""
    found = [re.search(r' name="([^"]*)"', tag) for tag in FOCUSED.findall(html)]
    return [name[1] if name else "" for name in found]


@pytest.mark.parametrize(
    ("path", "field"), [("/konto/login/code/", "email"), ("/konto/password/reset/", "email")]
)
def test_page_with_one_thing_to_do_begins_there(db: None, path: str, field: str) -> None:
    assert focused(Client().get(path).text) == [field]


def test_login_with_its_two_ways_begins_at_the_top(db: None) -> None:
    assert focused(Client().get("/konto/login/").text) == []


def test_mailed_code_is_typed_at_once(cast: Cast) -> None:
    browser = Client()
    browser.post("/konto/login/code/", {"email": cast.coordinator.email})

    assert focused(browser.get("/konto/login/code/confirm/").text) == ["code"]
    wrong = browser.post("/konto/login/code/confirm/", {"code": "000000"})
    # Of two that want it, a browser takes the first: what was wrong.
    assert focused(wrong.text) == ["", "code"]


def test_code_of_the_app_is_typed_at_once(cast: Cast) -> None:
    give_password(cast.coordinator)
    give_second_factor(cast.coordinator)
    browser = Client()
    by_password(browser, cast.coordinator)

    assert focused(browser.get("/konto/2fa/authenticate/").text) == ["code"]


def test_confirmation_is_typed_at_once(cast: Cast) -> None:
    give_password(cast.coordinator)
    give_second_factor(cast.coordinator)
    browser = sign_in(Client(), cast.coordinator)

    assert focused(browser.get("/konto/reauthenticate/").text) == ["password"]
    assert focused(browser.get("/konto/2fa/reauthenticate/").text) == ["code"]
