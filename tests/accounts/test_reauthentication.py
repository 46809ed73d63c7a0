"""Before a role is given or taken: a sign-in or confirmation of the last fifteen minutes."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.utils import timezone

from lotsen_portal.accounts.models import Invitation
from lotsen_portal.tenancy.addresses import tenant_path
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership, Role, StatewideRole
from networking.models import ContactPerson
from tests.accounts.arriving import PASSWORD, give_password, give_second_factor
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import MembershipFactory, StatewideMembershipFactory
from tests.signing_in import sign_in


@pytest.fixture
def earlier(cast: Cast) -> TenantClient:
    """The coordinator, whose browser has been open since before the fifteen minutes."""
    give_password(cast.coordinator)
    browser = TenantClient(cast.kreis)
    sign_in(browser.client, cast.coordinator, minutes_ago=16)
    return browser


def paths(cast: Cast) -> dict[str, str]:
    """Return the pages that give or take a role."""
    with tenant_scope(cast.kreis):
        invitation = Invitation.objects.create(
            email="neu@example.org",
            role=Role.VIEWER,
            expires_at=timezone.now() + dt.timedelta(days=1),
        )
        member = Membership.objects.get(user=cast.viewer)
        contact = ContactPerson.objects.get(partner=cast.partner)
    routes = {
        "invitation": ("front:invitation", ()),
        "withdrawal": ("front:invitation_withdrawal", (invitation.pk,)),
        "end": ("front:member_end", (member.pk,)),
        "volunteer": ("volunteers:access", (cast.colleague.pk,)),
        "contact": ("networking:access", (contact.pk,)),
        "contact end": ("networking:access_delete", (contact.pk,)),
    }
    return {name: tenant_path(cast.kreis, route, *args) for name, (route, args) in routes.items()}


def roles_of(cast: Cast) -> list[Any]:
    with tenant_scope(cast.kreis):
        fields = ("pk", "role", "ends_on")
        held = list(Membership.objects.order_by("pk").values_list(*fields))
        return [*held, *Invitation.objects.order_by("pk").values_list("pk", flat=True)]


@pytest.mark.parametrize(
    "name", ["invitation", "withdrawal", "end", "volunteer", "contact", "contact end"]
)
def test_no_role_changes_by_a_sign_in_of_long_ago(
    earlier: TenantClient, cast: Cast, name: str
) -> None:
    path = paths(cast)[name]
    before = roles_of(cast)

    response = earlier.client.post(
        path, {"email": "dieb@example.org", "name": "Dieb", "role": "viewer"}
    )

    assert response.status_code == 403
    assert "Bitte bestätigen Sie, dass Sie es sind" in response.text
    assert roles_of(cast) == before


def test_page_asks_before_anything_is_typed(earlier: TenantClient, cast: Cast) -> None:
    page = f"/{cast.kreis.slug}/einstellungen/zugaenge/einladung/"

    asked = earlier.client.get(page)
    assert asked["Location"] == f"/konto/reauthenticate/?{urlencode({'next': page})}"

    wrong = earlier.client.post(asked["Location"], {"password": "falsch"})
    assert "Falsches Passwort." in wrong.text
    assert earlier.client.get(page)["Location"] == asked["Location"]

    confirmed = earlier.client.post(asked["Location"], {"password": PASSWORD})
    assert confirmed["Location"] == page
    assert earlier.client.get(page).status_code == 200


def test_what_was_typed_into_a_page_of_long_ago_is_shown(earlier: TenantClient, cast: Cast) -> None:
    page = f"/{cast.kreis.slug}/einstellungen/zugaenge/einladung/"
    typed = {"email": "neu@example.org", "name": "Vera <b>Neu</b>", "role": "viewer"}

    response = earlier.client.post(page, typed, headers={"referer": f"http://testserver{page}"})

    assert response.context["written"] == ["neu@example.org", "Vera <b>Neu</b>"]
    back = urlencode({"next": page})
    assert f'href="/konto/reauthenticate/?{back}"' in response.text


INVITED = {
    "email": "neu@example.org",
    "name": "Vera <b>Neu</b>",
    "role": "viewer",
    "function": "Vertretung",
    "ends_on": "2026-12-31",
}


def test_form_begins_with_what_was_typed_once_it_is_confirmed(
    earlier: TenantClient, cast: Cast
) -> None:
    page = f"/{cast.kreis.slug}/einstellungen/zugaenge/einladung/"
    headers = {"referer": f"http://testserver{page}"}

    asked = earlier.client.post(page, INVITED | {"password": "x"}, headers=headers)
    confirm = f"/konto/reauthenticate/?{urlencode({'next': page})}"
    earlier.client.post(confirm, {"password": PASSWORD})
    first, second = earlier.client.get(page), earlier.client.get(page)

    assert "steht nach dem Bestätigen wieder im Formular" in asked.text
    assert {name: first.context["form"][name].value() for name in INVITED} == INVITED | {
        "ends_on": dt.date(2026, 12, 31)
    }
    assert first.context["form"].initial == INVITED
    assert second.context["form"].initial == {}


def test_nobody_else_and_no_other_page_begins_with_it(earlier: TenantClient, cast: Cast) -> None:
    page = f"/{cast.kreis.slug}/einstellungen/zugaenge/einladung/"
    with tenant_scope(cast.kreis):
        other = MembershipFactory(name="Eva Kollegin").user
    earlier.client.post(page, INVITED)

    assert sign_in(Client(), other).get(page).context["form"].initial == {}


def test_what_is_too_long_for_the_form_is_not_kept(earlier: TenantClient, cast: Cast) -> None:
    page = f"/{cast.kreis.slug}/einstellungen/zugaenge/einladung/"

    response = earlier.client.post(page, INVITED | {"name": "x" * 10_001})

    assert response.context["is_kept"] is False
    assert "Kopieren Sie es" in response.text


@pytest.mark.parametrize("referer", ["", "http://boese.example//boese.example/", "javascript:1"])
def test_way_back_never_leads_elsewhere(earlier: TenantClient, referer: str) -> None:
    headers = {"referer": referer}

    response = earlier.post("/einstellungen/zugaenge/einladung/", {}, headers=headers)

    assert 'href="/konto/reauthenticate/?next=%2Fkonto%2F"' in response.text


def test_within_fifteen_minutes_nobody_is_asked(cast: Cast) -> None:
    browser = TenantClient(cast.kreis)
    sign_in(browser.client, cast.coordinator, minutes_ago=14)

    assert browser.get("/einstellungen/zugaenge/einladung/").status_code == 200


def test_other_pages_never_ask(earlier: TenantClient) -> None:
    assert earlier.get("/einstellungen/zugaenge/").status_code == 200
    assert earlier.get("/ehrenamtliche/").status_code == 200


def test_strangers_are_refused_and_not_asked(volunteer: TenantClient, cast: Cast) -> None:
    sign_in(volunteer.client, volunteer.user, minutes_ago=16)

    assert {volunteer.client.post(path).status_code for path in paths(cast).values()} == {403}
    assert "bestätigen" not in volunteer.get("/einstellungen/zugaenge/einladung/").text


def test_operator_is_asked(cast: Cast) -> None:
    operator = StatewideMembershipFactory(role=StatewideRole.OPERATOR).user
    operator.set_password(PASSWORD)
    operator.save()
    page = f"/betrieb/kreise/{cast.kreis.slug}/einladung/"

    asked = sign_in(Client(), operator, minutes_ago=16).get(page)

    assert asked["Location"] == f"/konto/reauthenticate/?{urlencode({'next': page})}"


def test_who_has_neither_password_nor_key_signs_in_anew(cast: Cast) -> None:
    page = f"/{cast.kreis.slug}/einstellungen/zugaenge/einladung/"
    cast.coordinator.set_unusable_password()
    cast.coordinator.save()
    browser = sign_in(Client(), cast.coordinator, minutes_ago=16)

    asked = browser.get(page)
    assert asked["Location"] == f"/konto/neu-anmelden/?{urlencode({'next': page})}"

    offered = browser.get(asked["Location"])
    left = browser.post("/konto/logout/", {"next": offered.context["back"]})
    assert left["Location"] == f"/konto/login/?{urlencode({'next': page})}"
    assert browser.get(page)["Location"] == f"/konto/login/?next={page}"


OF_THE_SECOND_FACTOR = ["totp/activate/", "webauthn/add/"]


@pytest.mark.parametrize("page", OF_THE_SECOND_FACTOR)
def test_second_factor_is_set_up_without_the_password_given_a_moment_ago(
    cast: Cast, page: str
) -> None:
    give_password(cast.coordinator)
    browser = sign_in(Client(), cast.coordinator, minutes_ago=14)

    assert browser.get(f"/konto/2fa/{page}").status_code == 200


@pytest.mark.parametrize("page", OF_THE_SECOND_FACTOR)
def test_second_factor_is_not_set_up_in_a_browser_left_open(
    earlier: TenantClient, page: str
) -> None:
    path = f"/konto/2fa/{page}"

    asked = earlier.client.get(path)

    assert asked["Location"] == f"/konto/reauthenticate/?{urlencode({'next': path})}"


def test_spare_codes_are_not_shown_in_a_browser_left_open(
    earlier: TenantClient, cast: Cast
) -> None:
    give_second_factor(cast.coordinator)
    RecoveryCodes.activate(cast.coordinator)

    for name in ("", "generate/", "download/"):
        asked = earlier.client.get(f"/konto/2fa/recovery-codes/{name}")
        assert asked["Location"].startswith("/konto/reauthenticate/"), name
