"""Where an account is signed in, and signing it out there, in the database and in Valkey."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lotsen_portal.accounts import actions, devices, sessions
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Role, Tenant
from tests.accounts.arriving import (
    PASSWORD,
    by_code,
    by_password,
    give_password,
    give_second_factor,
    is_in,
    shown_by_app,
)
from tests.cast import Cast
from tests.factories.people import MembershipFactory

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0"
)


@pytest.fixture
def ada(cast: Cast) -> Any:
    return cast.people[Role.VOLUNTEER]


def signed_in(user: Any, user_agent: str = FIREFOX) -> Client:
    browser = Client(headers={"user-agent": user_agent})
    by_code(browser, user)
    assert is_in(browser)
    return browser


def id_of(browser: Client) -> int:
    return UserSession.objects.get(session_key=browser.session.session_key).pk


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox auf Windows"),
        (IPHONE, "Safari auf iPhone"),
        (EDGE, "Edge auf Windows"),
        ("curl/8.5.0", "Unbekannter Browser"),
    ],
)
def test_device_has_a_name_its_owner_knows(user_agent: str, name: str) -> None:
    assert devices.name_of(user_agent) == name


def key_of(browser: Client) -> str:
    key = browser.session.session_key
    assert key is not None
    return key


def test_list_shows_own_devices_and_nobody_elses(cast: Cast, ada: Any) -> None:
    here, phone = signed_in(ada), signed_in(ada, IPHONE)
    signed_in(cast.colleagues[Role.VOLUNTEER], EDGE)

    page = here.get("/konto/sitzungen/")

    shown = [(device.name, device.is_current) for device in page.context["devices"]]
    assert shown == [("Firefox auf Windows", True), ("Safari auf iPhone", False)]
    assert "dieses Gerät" in page.text
    for hidden in ("127.0.0.1", "Edge", key_of(phone)):
        assert hidden not in page.text


def test_one_device_is_signed_out_and_the_other_stays(ada: Any) -> None:
    here, phone = signed_in(ada), signed_in(ada, IPHONE)

    answer = here.post(f"/konto/sitzungen/{id_of(phone)}/ende/")

    assert answer["Location"] == "/konto/sitzungen/"
    assert (is_in(here), is_in(phone)) == (True, False)


def test_this_device_can_be_signed_out_too(ada: Any) -> None:
    here, phone = signed_in(ada), signed_in(ada, IPHONE)

    here.post(f"/konto/sitzungen/{id_of(here)}/ende/")

    assert (is_in(here), is_in(phone)) == (False, True)


def test_device_of_somebody_else_is_a_page_that_never_was(cast: Cast, ada: Any) -> None:
    here, foreign = signed_in(ada), signed_in(cast.colleagues[Role.VOLUNTEER])

    assert here.post(f"/konto/sitzungen/{id_of(foreign)}/ende/").status_code == 404
    assert here.post("/konto/sitzungen/999999/ende/").status_code == 404
    assert is_in(foreign)


def test_everywhere_is_everywhere(cast: Cast, ada: Any) -> None:
    here, phone, foreign = signed_in(ada), signed_in(ada), signed_in(cast.coordinator)

    answer = here.post("/konto/sitzungen/ueberall/", follow=True)

    assert "Sie sind auf allen Geräten abgemeldet." in answer.text
    assert [is_in(here), is_in(phone), is_in(foreign)] == [False, False, True]


@pytest.mark.parametrize("path", ["/konto/sitzungen/ueberall/", "/konto/sitzungen/1/ende/"])
def test_a_link_signs_nobody_out(ada: Any, path: str) -> None:
    here = signed_in(ada)

    assert here.get(path).status_code == 405
    assert is_in(here)


def test_valkey_forgets_an_ended_session_at_once(ada: Any) -> None:
    here, phone = signed_in(ada), signed_in(ada)
    key = sessions.SessionStore.cache_key_prefix + key_of(phone)
    assert cache.get(key)

    here.post("/konto/sitzungen/ueberall/")

    assert cache.get(key) is None


def test_valkey_forgets_within_five_minutes_what_it_did_not_hear(ada: Any) -> None:
    browser = signed_in(ada)
    store: Any = cache
    stored = store._cache.get_client().ttl(
        cache.make_key(sessions.SessionStore.cache_key_prefix + key_of(browser))
    )

    assert 0 < stored <= 300


def test_new_password_signs_out_the_other_devices(cast: Cast) -> None:
    give_password(cast.coordinator)
    here, there = Client(), Client()
    for browser in (here, there):
        by_password(browser, cast.coordinator)

    new = {"password1": "Neue-Laterne-2026", "password2": "Neue-Laterne-2026"}
    here.post("/konto/password/change/", {"oldpassword": PASSWORD} | new)

    assert (is_in(here), is_in(there)) == (True, False)


def test_new_second_factor_signs_out_the_other_devices(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    give_password(cast.coordinator)
    here, there, foreign = Client(), Client(), signed_in(cast.viewer)
    for browser in (here, there):
        by_password(browser, cast.coordinator)

    secret = here.get("/konto/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/konto/2fa/totp/activate/", {"code": shown_by_app(secret)})
    assert (is_in(here), is_in(there), is_in(foreign)) == (True, False, True)


def test_removed_second_factor_signs_out_the_other_devices(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    give_password(cast.coordinator)
    here, there = Client(), Client()
    for browser in (here, there):
        by_password(browser, cast.coordinator)
    give_second_factor(cast.coordinator)
    assert (is_in(here), is_in(there)) == (True, True)

    with django_capture_on_commit_callbacks(execute=True):
        here.post("/konto/2fa/totp/deactivate/")

    assert (is_in(here), is_in(there)) == (True, False)


@pytest.fixture
def end(django_capture_on_commit_callbacks: Any) -> Callable[[Any, Tenant], None]:
    def end(user: Any, kreis: Tenant) -> None:
        yesterday = timezone.localdate() - dt.timedelta(days=1)
        with django_capture_on_commit_callbacks(execute=True), tenant_scope(kreis):
            for membership in Membership.objects.filter(user=user):
                actions.close_membership(membership.pk, last_day=yesterday)

    return end


def test_end_of_the_last_role_signs_out(cast: Cast, ada: Any, end: Any) -> None:
    browser, colleague = signed_in(ada), signed_in(cast.colleagues[Role.VOLUNTEER])

    end(ada, cast.kreis)

    assert (is_in(browser), is_in(colleague)) == (False, True)


def test_end_of_one_role_of_several_does_not(cast: Cast, ada: Any, end: Any) -> None:
    with tenant_scope(cast.foreign_kreis):
        MembershipFactory(user=ada, role=Role.VOLUNTEER)
    browser = signed_in(ada)

    end(ada, cast.kreis)

    assert is_in(browser)


def test_last_use_is_noted_every_ten_minutes(ada: Any) -> None:
    browser = signed_in(ada)
    long_ago = timezone.now() - dt.timedelta(hours=3)
    UserSession.objects.update(last_seen_at=long_ago)

    assert is_in(browser)
    assert UserSession.objects.get().last_seen_at == long_ago

    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY][0]["at"] = time.time() - 700
    session.save()
    assert is_in(browser)
    first = UserSession.objects.get().last_seen_at
    assert first > long_ago

    assert is_in(browser)
    assert UserSession.objects.get().last_seen_at == first
