"""Three tries a mailed code, whoever sends them how; a slip of the keyboard is none."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils.crypto import get_random_string

from lotsen_portal.accounts import limits
from lotsen_portal.mail import tasks as mail_tasks
from lotsen_portal.mail.models import LandMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role
from tests.accounts.arriving import ask_for_code, is_in
from tests.accounts.test_at_once import at_once
from tests.cast import Cast
from tests.factories.people import MembershipFactory, TenantFactory

CONFIRM = "/konto/login/code/confirm/"
WRONG = "Der Code stimmt nicht. Sie haben noch"
NO_CODE = "Der Code hat sechs Ziffern"
OVER = "Der Code war dreimal falsch und gilt nicht mehr."


def beside(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def sentence_in(answer: Any) -> str:
    found = [one for one in (WRONG, NO_CODE, OVER) if one in answer.text]
    return found[0] if found else ""


@pytest.mark.parametrize("who", ["volunteer", "nobody"])
def test_each_wrong_code_says_how_many_tries_are_left(client: Client, cast: Cast, who: str) -> None:
    known = cast.people[Role.VOLUNTEER].email
    address = known if who == "volunteer" else "niemand@nirgends.example"
    client.post("/konto/login/code/", {"email": address})

    pages = [client.post(CONFIRM, {"code": "000000"}, follow=True).text for _ in range(3)]

    assert "Der Code stimmt nicht. Sie haben noch zwei Versuche." in pages[0]
    assert "Der Code stimmt nicht. Sie haben noch einen Versuch." in pages[1]
    assert f"{OVER} Bitte lassen Sie sich einen neuen schicken." in pages[2]


@pytest.mark.parametrize("slip", ["", "   ", "12345", "1234567", "abcdef", "ß", "１２３４５６"])
def test_what_is_no_code_costs_no_try(client: Client, cast: Cast, slip: str) -> None:
    code = ask_for_code(client, cast.people[Role.VOLUNTEER])

    answers = [client.post(CONFIRM, {"code": slip}) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {200}
    assert [WRONG in answer.text for answer in answers] == [False] * 5
    client.post(CONFIRM, {"code": code})
    assert is_in(client)


def test_spaces_and_dashes_in_a_code_are_read_over(client: Client, cast: Cast) -> None:
    code = ask_for_code(client, cast.people[Role.VOLUNTEER])

    client.post(CONFIRM, {"code": f" {code[:3]}-{code[3:]} "})

    assert is_in(client)


def test_a_new_code_after_three_tries_is_read(client: Client, cast: Cast) -> None:
    user = cast.people[Role.VOLUNTEER]
    code = ask_for_code(client, user)
    for _ in range(3):
        client.post(CONFIRM, {"code": beside(code)})

    code = ask_for_code(client, user)
    client.post(CONFIRM, {"code": code})

    assert is_in(client)


@pytest.mark.usefixtures("committed")
def test_guesses_sent_at_once_are_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would else read the same count, and all be compared."""
    # No worker listens here.
    monkeypatch.setattr(mail_tasks.deliver_for_land, "apply_async", lambda *args, **options: None)
    cache.clear()
    with tenant_scope(TenantFactory()):
        user = MembershipFactory(role=Role.VOLUNTEER).user
    browser = Client()
    code = ask_for_code(browser, user)

    def guess() -> str:
        same = Client()
        same.cookies["sessionid"] = browser.cookies["sessionid"].value
        return sentence_in(same.post(CONFIRM, {"code": beside(code)}))

    sentences = at_once(guess, times=12)

    assert sentences.count(WRONG) == 2
    browser.post(CONFIRM, {"code": code})
    assert not is_in(browser)


def test_further_codes_count_as_codes_of_the_address(client: Client, cast: Cast) -> None:
    user = cast.people[Role.VOLUNTEER]
    for _ in range(2):
        Client().post("/konto/login/code/", {"email": user.email})
    client.post("/konto/login/code/", {"email": user.email})

    answer = client.post(CONFIRM, {"action": "resend"}, follow=True)

    assert "gerade schon drei Codes angefordert" in answer.text
    assert LandMail.objects.filter(recipient=user.email).count() == 3


def test_every_try_is_counted_once(rf: RequestFactory) -> None:
    request: Any = rf.post(CONFIRM)
    request.session = SimpleNamespace(session_key=get_random_string(32))

    left = at_once(lambda: limits.tries_left(request, 1.5), times=24)

    assert sorted(left, reverse=True) == list(range(2, -22, -1))
