"""No answer tells whether an address has an account, and nobody can list accounts."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lotsen_portal.accounts import tasks
from lotsen_portal.accounts.models import User
from lotsen_portal.mail.models import LandMail
from lotsen_portal.tenancy.models import Role
from tests.accounts.arriving import give_password
from tests.cast import FOREIGN_NAME, Cast
from tests.conftest import TenantClient
from tests.factories.people import UserFactory

TOKENS = re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]*"')
VARYING = {"Content-Length", "Expires"}
KIND = re.compile(r'\w+(?: \w+)?(?: [^;]*?(?:FROM|INTO|UPDATE) "\w+")?')
UNKNOWN = "niemand@nirgends.example"
# What is filled in and where; the address takes the place of {}.
KNOCKS = {
    "password": ("/konto/login/", {"login": "{}", "password": "falsch"}),
    "code": ("/konto/login/code/", {"email": "{}"}),
    "reset": ("/konto/password/reset/", {"email": "{}"}),
}


@pytest.fixture
def addresses(cast: Cast, settings: Any) -> dict[str, str]:
    settings.MFA_DUTY = True
    inactive = UserFactory(is_active=False)
    for user in (cast.coordinator, inactive):
        give_password(user)
    return {
        "staff": cast.coordinator.email,
        "volunteer": cast.people[Role.VOLUNTEER].email,
        "inactive": inactive.email,
        "unknown": UNKNOWN,
    }


def answers(how: str, address: str) -> list[Any]:
    """Knock and follow; return all that the browser gets, without what is drawn by lot."""
    path, form = KNOCKS[how]
    browser = Client()
    got = []
    data = {name: value.format(address) for name, value in form.items()}
    answer = browser.post(path, data)
    while True:
        text = TOKENS.sub(r"\1", answer.text).replace(address, "ADDRESS")
        headers = {name: value for name, value in answer.items() if name not in VARYING}
        got.append((answer.status_code, headers, sorted(answer.cookies), text))
        if "Location" not in answer:
            return got
        answer = browser.get(answer["Location"])


@pytest.mark.parametrize("path", ["/konto/login/code/", "/konto/password/reset/"])
def test_address_longer_than_any_is_refused_with_a_sentence(
    path: str, client: Client, db: None
) -> None:
    """Browsers stop at 254 letters, as the database does; programs do not."""
    answer = client.post(path, {"email": f"{'a' * 60}@{'b.' * 100}example.org"})

    assert answer.status_code == 200
    assert "höchstens 254 Zeichen" in answer.text


@pytest.mark.parametrize("how", KNOCKS)
@pytest.mark.parametrize("whose", ["staff", "volunteer", "inactive"])
def test_every_address_gets_the_same_answer(
    addresses: dict[str, str], how: str, whose: str
) -> None:
    assert answers(how, addresses[whose]) == answers(how, UNKNOWN)


@pytest.mark.parametrize(
    ("how", "mails"),
    [("password", []), ("code", ["staff", "volunteer"]), ("reset", ["staff", "volunteer"])],
)
def test_mail_goes_to_active_accounts_alone(
    addresses: dict[str, str], how: str, mails: list[str]
) -> None:
    for address in addresses.values():
        answers(how, address)

    sent_to = list(LandMail.objects.order_by("pk").values_list("recipient", flat=True))
    assert sent_to == [addresses[whose] for whose in mails]


def work_for(address: str, monkeypatch: pytest.MonkeyPatch, how: str) -> list[list[str]]:
    """Return for each request the kinds of statements it runs and what it leaves to the worker."""
    path, form = KNOCKS[how]
    data = {name: value.format(address) for name, value in form.items()}
    browser, work = Client(), []
    requests: list[Any] = [lambda: browser.post(path, data)]
    if how == "code":
        confirm = f"{path}confirm/"
        requests += [
            lambda: browser.get(confirm),
            lambda: browser.post(confirm, {"code": "000000"}),
            lambda: browser.post(confirm, {"action": "resend"}),
        ]
    for request in requests:
        woken: list[str] = []
        monkeypatch.setattr(tasks, "wake", lambda knock, *_, woken=woken: woken.append(knock))
        with CaptureQueriesContext(connection) as run:
            request()
        work.append([*(KIND.findall(query["sql"])[0] for query in run), *woken])
    return work


@pytest.mark.parametrize("how", KNOCKS)
@pytest.mark.parametrize("whose", ["staff", "volunteer"])
def test_an_unknown_address_takes_the_work_of_a_known_one(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch, how: str, whose: str
) -> None:
    """Who measures the time learns nothing: what is done for an account, the worker does."""
    work = work_for(addresses[whose], monkeypatch, how)

    assert work == work_for(UNKNOWN, monkeypatch, how)
    left = {"password": ["failed"], "reset": ["link"], "code": ["code", "failed", "code"]}
    assert [step for steps in work for step in steps if step in tasks.KNOCKS] == left[how]


@pytest.mark.parametrize("how", KNOCKS)
def test_limit_strikes_unknown_addresses_alike(addresses: dict[str, str], how: str) -> None:
    known, unknown = (
        [answers(how, address) for _ in range(7)] for address in (addresses["staff"], UNKNOWN)
    )

    assert known == unknown
    assert known[0] != known[-1]


def test_code_tries_end_alike(addresses: dict[str, str]) -> None:
    def tries(address: str) -> list[Any]:
        browser = Client()
        browser.post("/konto/login/code/", {"email": address})
        wrong = [browser.post("/konto/login/code/confirm/", {"code": "000000"}) for _ in range(4)]
        return [
            (one.status_code, TOKENS.sub("", one.text).replace(address, "ADDRESS")) for one in wrong
        ]

    assert tries(addresses["volunteer"]) == tries(UNKNOWN) == tries(addresses["inactive"])


def test_inviting_tells_nothing_of_accounts_elsewhere(
    coordinator: TenantClient, cast: Cast
) -> None:
    def invite(address: str) -> tuple[int, str, str]:
        form = {"email": address, "name": "Vera Neu", "role": "viewer", "function": ""}
        answer = coordinator.post("/einstellungen/zugaenge/einladung/", form, follow=True)
        return answer.status_code, str(answer.redirect_chain), str(list(answer.context["messages"]))

    assert invite(cast.foreign_coordinator.email) == invite(UNKNOWN)


def test_no_page_of_the_account_or_the_operator_shows_another_address(
    coordinator: TenantClient, cast: Cast, client: Client
) -> None:
    """The routes of every role stand in tests/walkers; these alone know accounts."""
    others = set(User.objects.exclude(pk=cast.coordinator.pk).values_list("email", flat=True))

    for path in ("/konto/", "/konto/sitzungen/", "/konto/2fa/"):
        page = coordinator.client.get(path).text
        assert not [address for address in others if address in page]
        assert FOREIGN_NAME not in page


def test_no_address_lists_accounts(client: Client, coordinator: TenantClient) -> None:
    for path in ("/konto/nutzer/", "/konto/users/", "/admin/", "/konto/email/", "/konto/signup/"):
        assert client.get(path).status_code in {302, 404}
        assert coordinator.client.get(path).status_code == 404
