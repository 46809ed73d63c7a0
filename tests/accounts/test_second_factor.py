from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, resolve
from pytest_django import Settings

from lotsen_portal.tenancy.models import StatewideRole
from tests.accounts.arriving import (
    PASSWORD,
    by_password,
    give_key,
    give_password,
    give_second_factor,
    shown_by_app,
)
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import StatewideMembershipFactory, UserFactory
from tests.signing_in import sign_in

LOGIN = {"password": PASSWORD}
PLACEHOLDERS = {"token": "a" * 43, "slug": "x"}
OURS = "lotsen_portal.accounts.middleware.SecondFactorMiddleware"


@pytest.fixture(autouse=True)
def _duty(settings: Settings) -> None:
    settings.MFA_DUTY = True
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OURS] + [OURS]


@pytest.mark.parametrize("who", ["coordinator", "viewer"])
def test_staff_without_second_factor_are_led_to_it(
    who: str, request: pytest.FixtureRequest
) -> None:
    staff: TenantClient = request.getfixturevalue(who)

    response = staff.get("/heute/")

    assert response["Location"] == "/konto/2fa/"
    page = staff.client.get("/konto/2fa/")
    assert "Für Ihre Aufgabe braucht das Konto einen zweiten Faktor" in page.text


def test_nothing_is_written_before_the_second_factor(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post("/einstellungen/gemeinden/neu/", {"name": "X"})

    assert response["Location"] == "/konto/2fa/"


def test_staff_with_second_factor_work(coordinator: TenantClient, cast: Cast) -> None:
    give_second_factor(cast.coordinator)

    assert coordinator.get("/heute/").status_code == 200


def test_volunteers_and_the_public_are_left_alone(
    volunteer: TenantClient, coordinator: TenantClient, anonymous: TenantClient
) -> None:
    assert volunteer.get("/heute/").status_code == 200
    assert coordinator.get("/").status_code == 200
    assert anonymous.get("/").status_code == 200
    assert anonymous.get("/heute/")["Location"].startswith(settings.LOGIN_URL)


def test_statewide_people_need_it_too(db: None) -> None:
    operator = StatewideMembershipFactory(role=StatewideRole.OPERATOR).user
    client = sign_in(Client(), operator)

    assert client.get("/betrieb/")["Location"] == "/konto/2fa/"
    give_second_factor(operator)
    assert client.get("/betrieb/").status_code == 200


def test_strangers_learn_nothing_of_the_operators_page(db: None) -> None:
    client = Client()
    client.force_login(UserFactory())

    assert client.get("/betrieb/").status_code == 404


def test_from_the_first_password_to_the_first_page(cast: Cast) -> None:
    browser = Client()
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()

    signed_in = browser.post("/konto/login/", LOGIN | {"login": cast.coordinator.email})
    assert signed_in["Location"] == f"/{cast.kreis.slug}/heute/"
    assert browser.get(signed_in["Location"])["Location"] == "/konto/2fa/"

    # The password was given a moment ago.
    secret = browser.get("/konto/2fa/totp/activate/").context["form"].secret
    wrong = browser.post("/konto/2fa/totp/activate/", {"code": "000000"})
    assert "Falscher Code." in wrong.text
    done = browser.post("/konto/2fa/totp/activate/", {"code": shown_by_app(secret)}, follow=True)
    assert done.status_code == 200
    assert done.redirect_chain[-1][0] == "/konto/2fa/recovery-codes/"
    assert browser.get(signed_in["Location"]).status_code == 200


def test_a_stranger_who_asks_for_a_reset_link_keeps_nobody_from_the_second_factor(
    cast: Cast,
) -> None:
    give_password(cast.coordinator)
    browser = Client()
    by_password(browser, cast.coordinator)
    Client().post("/konto/password/reset/", {"email": cast.coordinator.email})

    page = browser.get("/konto/2fa/totp/activate/")

    assert page.status_code == 200
    assert page.context["form"].secret


def test_signing_in_again_asks_for_the_code_first(cast: Cast) -> None:
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    secret = give_second_factor(cast.coordinator)
    browser, home = Client(), f"/{cast.kreis.slug}/heute/"

    asked = browser.post("/konto/login/", LOGIN | {"login": cast.coordinator.email})
    assert asked["Location"] == "/konto/2fa/authenticate/"
    assert browser.get(home)["Location"] == f"/konto/login/?next={home}"

    answered = browser.post("/konto/2fa/authenticate/", {"code": shown_by_app(secret)})
    assert answered["Location"] == home
    assert browser.get(home).status_code == 200


def spare_codes_of(user: Any) -> list[str]:
    return list(RecoveryCodes.activate(user).get_unused_codes())


def with_a_spare_code(user: Any, code: str) -> Any:
    browser = Client()
    by_password(browser, user)
    return browser.post("/konto/2fa/authenticate/", {"code": code}, follow=True)


def test_the_last_spare_codes_are_said_and_the_others_are_not(cast: Cast) -> None:
    give_password(cast.coordinator)
    give_second_factor(cast.coordinator)
    told = {}

    for code in spare_codes_of(cast.coordinator):
        page = with_a_spare_code(cast.coordinator, code)
        left = len(spare_codes_of(cast.coordinator))
        told[left] = [str(message) for message in page.context["messages"]]

    new = "Neue bekommen Sie unter „Konto“, „Zweiter Faktor“."
    assert told == {left: [] for left in range(3, 10)} | {
        2: [f"Sie haben noch zwei Ersatzcodes. {new}"],
        1: [f"Sie haben noch einen Ersatzcode. {new}"],
        0: [f"Das war Ihr letzter Ersatzcode. {new}"],
    }


def test_who_signs_in_by_the_app_hears_nothing_of_spare_codes(cast: Cast) -> None:
    give_password(cast.coordinator)
    secret = give_second_factor(cast.coordinator)
    for code in spare_codes_of(cast.coordinator):
        RecoveryCodes.activate(cast.coordinator).validate_code(code)

    page = with_a_spare_code(cast.coordinator, shown_by_app(secret))

    assert list(page.context["messages"]) == []
    index = page.client.get("/konto/2fa/")
    assert "sicher auf. Unbenutzt: 0." in index.text


def test_a_key_is_offered_in_plain_words(cast: Cast) -> None:
    browser = sign_in(Client(), cast.coordinator)

    page = browser.get("/konto/2fa/webauthn/add/")

    assert page.context["form"]["passwordless"].label == "Ohne Passwort anmelden"
    assert "Passwortlos" not in page.text
    assert "passwortlos" not in page.text


def test_no_page_of_staff_opens_before_the_second_factor(coordinator: TenantClient) -> None:
    """Walk every address of a Kreis; what opens is public, and nothing else."""
    opened = {
        name
        for name, path in paths(settings.TENANT_URLCONF)
        if coordinator.get(path).get("Location") != "/konto/2fa/"
    }

    assert opened == {name for name, path in paths(settings.TENANT_URLCONF) if is_public(path)}


def paths(urlconf: str) -> list[tuple[str, str]]:
    """Return name and path of each page, with 1 and the like where it wants a value."""
    found = []
    resolver = get_resolver(urlconf)
    for namespace, (prefix, inner) in [("", ("", resolver)), *resolver.namespace_dict.items()]:
        for name in filter(lambda key: isinstance(key, str), inner.reverse_dict):
            [(pattern, names), *_] = inner.reverse_dict.getlist(name)[0][0]
            values = {key: PLACEHOLDERS.get(key, 1) for key in names}
            # Below a prefix with a hyphen Django keeps the pattern as a regular expression.
            path = f"/{prefix}{pattern % values}".replace("\\-", "-")
            found.append((f"{namespace}:{name}", path))
    return found


def is_public(path: str) -> bool:
    view: Any = resolve(path, settings.TENANT_URLCONF).func
    return bool(view.access == "public")


# Recovery codes beside the factors that they stand in for


def recovery_codes_of(user: Any) -> int:
    return int(Authenticator.objects.filter(user=user, type="recovery_codes").count())


@pytest.mark.parametrize(("has_key", "left"), [(False, 0), (True, 1)])
def test_removing_the_app_says_what_becomes_of_recovery_codes(
    client: Client, cast: Cast, has_key: bool, left: int
) -> None:
    give_second_factor(cast.coordinator)
    if has_key:
        give_key(cast.coordinator)
    RecoveryCodes.activate(cast.coordinator)
    sign_in(client, cast.coordinator)

    page = client.get("/konto/2fa/totp/deactivate/").text
    client.post("/konto/2fa/totp/deactivate/")

    assert "keinen Passkey oder Schlüssel, dann werden auch Ihre Ersatzcodes gelöscht" in page
    assert recovery_codes_of(cast.coordinator) == left


def test_removing_the_last_key_says_so_too(client: Client, cast: Cast) -> None:
    give_key(cast.coordinator)
    RecoveryCodes.activate(cast.coordinator)
    sign_in(client, cast.coordinator)
    key = Authenticator.objects.get(user=cast.coordinator, type="webauthn")

    page = client.get(f"/konto/2fa/webauthn/keys/{key.pk}/remove/").text
    client.post(f"/konto/2fa/webauthn/keys/{key.pk}/remove/")

    assert "dann werden auch Ihre Ersatzcodes gelöscht" in page
    assert recovery_codes_of(cast.coordinator) == 0


def test_file_of_recovery_codes_has_a_german_name(client: Client, cast: Cast) -> None:
    give_second_factor(cast.coordinator)
    RecoveryCodes.activate(cast.coordinator)
    sign_in(client, cast.coordinator)

    answer = client.get("/konto/2fa/recovery-codes/download/")

    assert answer["Content-Disposition"] == 'attachment; filename="ersatzcodes.txt"'
    assert "Lotsenportal: Ersatzcodes" in answer.text
