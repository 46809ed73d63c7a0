"""The mailed code: enough for volunteers, for ninety days if they wish; never enough for staff."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from lotsen_portal.accounts.models import User
from lotsen_portal.mail.models import LandMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, StatewideRole
from tests.accounts.arriving import (
    ask_for_code,
    by_code,
    by_password,
    give_password,
    give_second_factor,
    is_in,
)
from tests.cast import Cast
from tests.factories.people import MembershipFactory, StatewideMembershipFactory
from tests.signing_in import sign_in

NOT_ENOUGH = "Für Ihre Aufgabe genügt ein Code nicht"


@pytest.fixture
def duty(settings: Any) -> None:
    settings.MFA_DUTY = True


def lasts(browser: Client) -> tuple[bool, dt.timedelta]:
    """Return whether the sign-in ends with the browser, and after what time at the latest."""
    [session] = Session.objects.filter(session_key=browser.session.session_key)
    left = session.expire_date - timezone.now()
    return browser.cookies["sessionid"]["expires"] == "", dt.timedelta(hours=round(left / HOUR))


HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(hours=12)
QUARTER = dt.timedelta(days=90)


def test_volunteer_is_in_until_the_browser_closes(client: Client, cast: Cast) -> None:
    by_code(client, cast.people[Role.VOLUNTEER])

    assert is_in(client)
    assert lasts(client) == (True, DAY)


def test_volunteer_stays_ninety_days_on_a_device_if_they_wish(client: Client, cast: Cast) -> None:
    by_code(client, cast.people[Role.VOLUNTEER], stay="on")

    assert lasts(client) == (False, QUARTER)


def test_wish_is_asked_beside_the_code(client: Client, cast: Cast) -> None:
    ask_for_code(client, cast.people[Role.VOLUNTEER])

    page = client.get("/konto/login/code/confirm/")

    assert "Auf diesem Gerät 90 Tage angemeldet bleiben" in page.text


def test_staff_never_stay_ninety_days(client: Client, cast: Cast, settings: Any) -> None:
    # As in the demo, the one place where a code lets staff in.
    settings.MFA_DUTY = False

    by_code(client, cast.coordinator, stay="on")

    assert is_in(client)
    assert lasts(client) == (True, DAY)


def test_staff_by_password_are_in_for_a_day(client: Client, cast: Cast) -> None:
    give_password(cast.coordinator)

    by_password(client, cast.coordinator)

    assert lasts(client) == (True, DAY)


def staff_of_all_kinds(cast: Cast) -> dict[str, User]:
    with tenant_scope(cast.foreign_kreis):
        both = MembershipFactory(user=cast.people[Role.VOLUNTEER], role=Role.VIEWER).user
    return {
        "coordinator": cast.coordinator,
        "viewer": cast.viewer,
        "volunteer here, staff elsewhere": both,
        "ministry": StatewideMembershipFactory(role=StatewideRole.OVERSIGHT).user,
        "operator": StatewideMembershipFactory(role=StatewideRole.OPERATOR).user,
    }


@pytest.mark.parametrize(
    "who", ["coordinator", "viewer", "volunteer here, staff elsewhere", "ministry", "operator"]
)
def test_staff_get_a_mail_without_a_code(client: Client, cast: Cast, duty: None, who: str) -> None:
    user = staff_of_all_kinds(cast)[who]

    assert ask_for_code(client, user) == ""

    mail = LandMail.objects.get()
    assert mail.subject == "Ihre Anmeldung im Lotsenportal"
    assert "genügt ein Code nicht" in mail.text


def test_code_that_was_sent_before_somebody_became_staff_lets_nobody_in(
    client: Client, cast: Cast, duty: None
) -> None:
    user = cast.people[Role.VOLUNTEER]
    code = ask_for_code(client, user)
    with tenant_scope(cast.foreign_kreis):
        MembershipFactory(user=user, role=Role.COORDINATOR)

    answer = client.post("/konto/login/code/confirm/", {"code": code}, follow=True)

    assert answer.redirect_chain == [("/konto/login/", 302)]
    assert NOT_ENOUGH in answer.text
    assert not is_in(client)


def test_code_and_second_factor_are_enough(client: Client, cast: Cast, duty: None) -> None:
    give_second_factor(cast.coordinator)

    answer = by_code(client, cast.coordinator)

    assert answer["Location"] == "/konto/2fa/authenticate/"
    assert not is_in(client)


@pytest.mark.parametrize(
    "path", ["/landkreis-miesbach/heute/", "/konto/2fa/totp/activate/", "/konto/2fa/webauthn/add/"]
)
def test_who_came_by_a_code_and_became_staff_signs_in_anew(
    cast: Cast, duty: None, path: str
) -> None:
    browser = sign_in(Client(), cast.coordinator, method="code")

    answer = browser.get(path, follow=True)

    assert answer.redirect_chain[-1][0].startswith("/konto/neu-anmelden/?next=")
    assert NOT_ENOUGH in answer.text


def test_volunteer_may_have_a_second_factor(cast: Cast, duty: None) -> None:
    browser = sign_in(Client(), cast.people[Role.VOLUNTEER], method="code")

    assert "neu-anmelden" not in browser.get("/konto/2fa/totp/activate/").get("Location", "")


def test_reset_password_does_not_stand_in_for_the_second_factor(
    client: Client, cast: Cast, duty: None
) -> None:
    give_second_factor(cast.coordinator)
    client.post("/konto/password/reset/", {"email": cast.coordinator.email})
    mail = LandMail.objects.get().text
    link = next(word for word in mail.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    new = {"password1": "Neue-Laterne-2026", "password2": "Neue-Laterne-2026"}
    client.post(form.redirect_chain[-1][0], new)

    answer = by_password(client, cast.coordinator, "Neue-Laterne-2026")

    assert answer["Location"] == "/konto/2fa/authenticate/"
    assert not is_in(client)


# Another code


@pytest.mark.parametrize("who", ["volunteer", "nobody"])
def test_another_code_is_told_of_and_there_are_two(client: Client, cast: Cast, who: str) -> None:
    """Nobody learns whether there is an account: the page says the same of any address."""
    known = cast.people[Role.VOLUNTEER].email
    client.post("/konto/login/code/", {"email": known if who == "volunteer" else "x@example.org"})
    path, new = "/konto/login/code/confirm/", "Ein neuer Code ist unterwegs"

    first = client.get(path).text
    again = [client.post(path, {"action": "resend"}, follow=True).text for _ in range(2)]
    pages = [first, *again]

    assert [new in page for page in pages] == [False, True, True]
    assert ["Neuen Code schicken" in page for page in pages] == [True, True, False]
    assert ["Einen weiteren Code schicken wir" in page for page in pages] == [False, False, True]
    assert "Andere Adresse oder anders anmelden" in pages[0]
