"""A sign-in of staff ends after twelve hours, also where the role came later than the sign-in."""

import time
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from lotsen_portal.accounts import actions
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, StatewideRole
from tests.accounts.arriving import by_code, is_in
from tests.accounts.test_codes import lasts
from tests.cast import Cast
from tests.factories.people import MembershipFactory, StatewideMembershipFactory
from tests.signing_in import sign_in

HOUR = 60


def staying(user: Any) -> Client:
    """Return a browser in which a volunteer wished to stay for ninety days."""
    browser = Client(headers={"user-agent": "Firefox/140.0"})
    by_code(browser, user, stay="on")
    return browser


def put_back(browser: Client, hours: int) -> None:
    session = browser.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= hours * 3600
    session.save()


def make_staff(cast: Cast, user: Any, how: str) -> None:
    if how == "in the Kreis":
        with tenant_scope(cast.kreis):
            MembershipFactory(user=user, role=Role.VIEWER)
    elif how == "in another Kreis":
        with tenant_scope(cast.foreign_kreis):
            MembershipFactory(user=user, role=Role.COORDINATOR)
    else:
        StatewideMembershipFactory(user=user, role=StatewideRole.OVERSIGHT)


@pytest.mark.parametrize("how", ["in the Kreis", "in another Kreis", "for the Land"])
def test_all_devices_of_a_volunteer_who_became_staff_ask_again(cast: Cast, how: str) -> None:
    user = cast.people[Role.VOLUNTEER]
    early, late = staying(user), staying(user)
    put_back(early, 13)
    put_back(late, 11)
    assert [is_in(early), is_in(late)] == [True, True]

    make_staff(cast, user, how)

    assert [is_in(early), is_in(late)] == [False, True]
    answer = early.get(f"/{cast.kreis.slug}/heute/")
    assert answer["Location"].startswith("/konto/login/?next=")


def test_a_volunteer_stays(cast: Cast) -> None:
    browser = staying(cast.people[Role.VOLUNTEER])
    put_back(browser, 24 * 80)

    assert is_in(browser)


def test_confirming_does_not_make_the_day_longer(cast: Cast) -> None:
    browser = sign_in(Client(), cast.coordinator, minutes_ago=13 * HOUR)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] += [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()

    assert not is_in(browser)


def test_what_was_written_when_the_day_ended_is_shown(cast: Cast) -> None:
    browser = sign_in(Client(), cast.coordinator, minutes_ago=13 * HOUR)
    path = f"/{cast.kreis.slug}/ehrenamtliche/neu/"

    answer = browser.post(path, {"notes": "Spricht Dari und Farsi."})

    assert answer.status_code == 403
    assert "Spricht Dari und Farsi." in answer.text


def test_accepting_an_invitation_ends_the_ninety_days(cast: Cast) -> None:
    user = cast.people[Role.VOLUNTEER]
    browser = staying(user)
    before = browser.session.session_key
    with tenant_scope(cast.kreis):
        invited = actions.invite(
            user.email, role=Role.VIEWER, name="Ada", now=timezone.now(), by=cast.coordinator
        )

    browser.post(f"/{cast.kreis.slug}/einladung/{invited.token}/")

    after = browser.session.session_key
    assert after != before
    assert lasts(browser)[0] is True
    assert lasts(browser)[1].total_seconds() == 12 * 3600
    # The list of devices still knows this one, and can end it.
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [after]
    assert is_in(browser)
