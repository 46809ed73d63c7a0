"""Guessing is counted in Valkey: for each address, and generously for each place."""

from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.test import Client

from lotsen_portal.mail.models import LandMail
from lotsen_portal.tenancy.models import Role
from tests.accounts.arriving import (
    PASSWORD,
    ask_for_code,
    by_password,
    give_password,
    give_second_factor,
    is_in,
)
from tests.cast import Cast

TOO_MANY = "Zu viele gescheiterte Anmeldeversuche."


@pytest.fixture(autouse=True)
def _password(cast: Cast) -> None:
    give_password(cast.coordinator)


def at(place: str) -> Client:
    return Client(REMOTE_ADDR=place)


def guess(browser: Client, user: Any, times: int) -> list[bool]:
    """Try wrong passwords and return which tries were turned away unread."""
    answers = [by_password(browser, user, "falsch") for _ in range(times)]
    return [TOO_MANY in answer.text for answer in answers]


def test_five_wrong_passwords_are_enough_for_one_address_at_one_place(cast: Cast) -> None:
    assert guess(at("192.0.2.1"), cast.coordinator, 7) == [False] * 5 + [True] * 2

    right = by_password(at("192.0.2.1"), cast.coordinator)
    assert TOO_MANY in right.text


def test_the_office_and_the_person_elsewhere_go_on(cast: Cast) -> None:
    give_password(cast.viewer)
    guess(at("192.0.2.1"), cast.coordinator, 7)

    colleague, elsewhere = at("192.0.2.1"), at("192.0.2.2")
    by_password(colleague, cast.viewer)
    by_password(elsewhere, cast.coordinator)

    assert is_in(colleague)
    assert is_in(elsewhere)


def test_twelve_colleagues_who_mistype_lock_nobody_out(cast: Cast) -> None:
    for number in range(12):
        at("192.0.2.1").post(
            "/konto/login/", {"login": f"kollege{number}@example.org", "password": "falsch"}
        )

    browser = at("192.0.2.1")
    by_password(browser, cast.coordinator)
    assert is_in(browser)


def test_an_address_has_a_ceiling_wherever_the_guesses_come_from(cast: Cast, settings: Any) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS
    settings.ACCOUNT_RATE_LIMITS = limits | {"login_failed_anywhere": "8/d/key"}

    turned = [guess(at(f"192.0.2.{place}"), cast.coordinator, 1)[0] for place in range(10)]

    assert turned == [False] * 8 + [True] * 2
    assert limits["login_failed_anywhere"] == "100/d/key"


def test_signing_in_rightly_does_not_count(cast: Cast) -> None:
    for _ in range(8):
        browser = at("192.0.2.1")
        by_password(browser, cast.coordinator)
        assert is_in(browser)


def test_codes_have_a_ceiling_for_each_day(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    user = cast.people[Role.VOLUNTEER]

    for _ in range(12):
        clock.seconds += 61
        Client().post("/konto/login/code/", {"email": user.email})

    assert LandMail.objects.filter(recipient=user.email).count() == 10


def test_a_code_has_three_tries(client: Client, cast: Cast) -> None:
    code = ask_for_code(client, cast.people[Role.VOLUNTEER])
    wrong = {"code": f"{(int(code) + 1) % 1_000_000:06}"}

    answers = [client.post("/konto/login/code/confirm/", wrong) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 302]
    client.post("/konto/login/code/confirm/", {"code": code})
    assert not is_in(client)


def test_resending_does_not_give_more_tries(client: Client, cast: Cast) -> None:
    user = cast.people[Role.VOLUNTEER]
    ask_for_code(client, user)
    for _ in range(2):
        client.post("/konto/login/code/confirm/", {"code": "x"})
    client.post("/konto/login/code/confirm/", {"action": "resend"})

    answer = client.post("/konto/login/code/confirm/", {"code": "x"})

    assert answer["Location"] == "/konto/login/code/"


def test_second_factor_is_counted_too(client: Client, cast: Cast) -> None:
    give_second_factor(cast.coordinator)
    by_password(client, cast.coordinator)

    answers = [client.post("/konto/2fa/authenticate/", {"code": "000000"}) for _ in range(6)]

    assert [TOO_MANY in answer.text for answer in answers] == [False] * 5 + [True]


def test_too_many_requests_are_answered_in_german(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    cache.clear()
    given = {"login": "a@example.org", "password": PASSWORD}

    first, second = (at("192.0.2.9").post("/konto/login/", given) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 429)
    assert "Das waren sehr viele Versuche" in second.text


class Clock:
    """The clock of the rate limits, put forward by hand."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 1_800_000_000.0
        monkeypatch.setattr(ratelimit.time, "time", lambda: self.seconds)
