"""Guessing is counted in Valkey: for each address, and generously for each place."""

from typing import Any

import pytest
from allauth.core.internal import ratelimit
from django.core.cache import cache
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
    is_in,
)
from tests.cast import Cast

TOO_MANY = "zu oft ein falsches Passwort"
TOO_MANY_TODAY = "heute sehr oft ein falsches Passwort"


@pytest.fixture(autouse=True)
def _password(cast: Cast) -> None:
    give_password(cast.coordinator)


def at(place: str) -> Client:
    return Client(REMOTE_ADDR=place)


def guess(browser: Client, user: Any, times: int) -> list[bool]:
    """Try wrong passwords and return which tries were turned away unread."""
    answers = [by_password(browser, user, "falsch") for _ in range(times)]
    return [TOO_MANY in answer.text or TOO_MANY_TODAY in answer.text for answer in answers]


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
    settings.ACCOUNT_RATE_LIMITS = limits | {"password_for_address": "8/d/key"}

    turned = [guess(at(f"192.0.2.{place}"), cast.coordinator, 1)[0] for place in range(10)]

    assert turned == [False] * 8 + [True] * 2
    assert limits["password_for_address"] == "100/d/key"


def test_a_stranger_does_not_use_up_the_tries_of_a_device_that_knows_the_person(
    cast: Cast, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS |= {"password_for_address": "8/d/key"}
    at_work = at("192.0.2.1")
    by_password(at_work, cast.coordinator)
    at_work.post("/konto/logout/")

    turned = [guess(at(f"192.0.2.{place}"), cast.coordinator, 1)[0] for place in range(10)]
    by_password(at_work, cast.coordinator)

    assert turned[-1] is True
    assert is_in(at_work)


def test_a_device_that_knows_somebody_is_counted_too(cast: Cast) -> None:
    at_work = at("192.0.2.1")
    by_password(at_work, cast.coordinator)
    at_work.post("/konto/logout/")

    assert guess(at_work, cast.coordinator, 7) == [False] * 5 + [True] * 2


def test_a_device_knows_its_people_and_nobody_else(cast: Cast, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS |= {"password_for_address": "8/d/key"}
    give_password(cast.viewer)
    of_viewer, invented = at("192.0.2.1"), at("192.0.2.1")
    by_password(of_viewer, cast.viewer)
    of_viewer.post("/konto/logout/")
    invented.cookies["known_device"] = "x.y:z:w"
    for place in range(10):
        guess(at(f"192.0.2.{place}"), cast.coordinator, 1)

    answers = [by_password(browser, cast.coordinator) for browser in (of_viewer, invented)]

    assert [TOO_MANY_TODAY in answer.text for answer in answers] == [True, True]


def test_a_stranger_does_not_use_up_the_codes_of_a_volunteer(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, user, at_home = Clock(monkeypatch), cast.people[Role.VOLUNTEER], Client()
    by_code(at_home, user)
    at_home.post("/konto/logout/")
    for _ in range(12):
        clock.seconds += 61
        Client().post("/konto/login/code/", {"email": user.email})

    by_code(at_home, user)

    assert is_in(at_home)


def test_used_up_tries_leave_one_entry_an_hour(cast: Cast) -> None:
    guess(at("192.0.2.1"), cast.coordinator, 12)

    limited = LandAuditEntry.objects.filter(action="account.attempts_limited")
    assert limited.count() == 1


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
        client.post("/konto/login/code/confirm/", {"code": "000000"})
    client.post("/konto/login/code/confirm/", {"action": "resend"})

    answer = client.post("/konto/login/code/confirm/", {"code": "000000"})

    assert answer["Location"] == "/konto/login/code/"


def test_second_factor_is_counted_too(client: Client, cast: Cast) -> None:
    give_second_factor(cast.coordinator)
    by_password(client, cast.coordinator)

    answers = [client.post("/konto/2fa/authenticate/", {"code": "000000"}) for _ in range(6)]

    told = "Das waren zu viele falsche Codes. Bitte warten Sie fünf Minuten"
    assert [told in answer.text for answer in answers] == [False] * 5 + [True]
    assert "den Code, den die App gerade zeigt, oder einen Ersatzcode" in answers[-1].text


@pytest.mark.parametrize(
    ("path", "what"), [("/konto/login/code/", "Codes"), ("/konto/password/reset/", "Links")]
)
def test_asking_too_often_says_how_long_to_wait(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, path: str, what: str
) -> None:
    clock, address = Clock(monkeypatch), {"email": cast.coordinator.email}
    told = []

    for seconds in [0, 0, 0, 0, *[61] * 8]:
        clock.seconds += seconds
        answer = Client().post(path, address)
        told.append(
            "minute"
            if f"gerade schon drei {what} angefordert" in answer.text
            else "day"
            if f"heute schon zehn {what} angefordert" in answer.text
            else ""
        )

    assert told == ["", "", "", "minute", "", "", "", "", "", "", "", "day"]


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
