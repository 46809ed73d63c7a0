"""Nobody is led elsewhere: not by `next`, not by the page they say they came from.

Where a Location or a link leads is judged as browsers read it, by Django's own rule.
"""

import html
import re
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lotsen_portal.accounts.models import User
from lotsen_portal.mail.models import LandMail
from lotsen_portal.tenancy.models import Role
from tests import reporting
from tests.cast import Cast
from tests.walkers import access
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES, Route
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import Answer, plain, quickly, visiting
from tests.walkers.walk import Walk
from tests.walkers.world import World

EVIL = [
    "//evil.example/",
    "///evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "//testserver@evil.example/",
    "https://testserver.evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "%2F%2Fevil.example",
    "/%5Cevil.example",
    "/%09/evil.example",
]
NAMES_OF_NEXT = ("next", "came_from", "to", "url", "redirect", "back")
LINK = re.compile(r'\b(?:href|action|formaction|src|hx-[a-z]+)="([^"]*)"')
PASSWORD = "ein sehr langes Kennwort"

LAND: list[tuple[Any, Route]] = [(LandWalk, route) for route in LAND_ROUTES.values()]
KREIS: list[tuple[Any, Route]] = [(Walk, route) for route in KREIS_ROUTES.values()]


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "route"), LAND + KREIS, ids=lambda x: getattr(x, "name", ""))
def test_no_page_leads_elsewhere(kind: Any, route: Any, world: World) -> None:
    walk = kind(world, route)
    # Where people sign in, every way of writing an address is tried; elsewhere two.
    evils = EVIL[:2] if ":" in route.name else EVIL
    people = ["anonymous", "volunteer"] if walk.access == access.PUBLIC else walk.people[:1]
    path, faults = walk.path(walk.rows.own), []
    for who in people:
        usual = set(_links(_asked(world, who, "GET", path, "")))
        for evil in evils if who == people[0] else EVIL[:2]:
            for method in ("GET", "POST"):
                answer = _asked(world, who, method, path, evil)
                reporting.visited("visits that asked to be led elsewhere")
                led = [answer.location, *(link for link in _links(answer) if link not in usual)]
                faults += [f"{who} {method} {evil!r}: {to}" for to in led if not _stays(to)]

    assert faults == []


def _asked(world: World, who: str, method: str, path: str, to: str) -> Answer:
    cache.clear()
    data = dict.fromkeys(NAMES_OF_NEXT, to)
    referer = to if to.isprintable() else "//evil.example/"
    with (
        quickly(),
        visiting(world, who, method, path, data, headers={"Referer": referer}) as answer,
    ):
        return answer


def _links(answer: Answer) -> list[str]:
    return [html.unescape(link) for link in LINK.findall(answer.body)]


def _stays(address: str) -> bool:
    # An empty address is the page itself, an icon of nothing is none; a link to write or to call
    # leads to no page.
    return (
        address in {"", "data:,"}
        or address.startswith(("mailto:", "tel:", "#", "?", "data:image/"))
        or url_has_allowed_host_and_scheme(address, allowed_hosts={"testserver"})
    )


# Whoever really signs in is led on: that is where an open redirect would be worth something


@pytest.fixture
def person(db: None) -> User:
    cache.clear()
    return User.objects.create_user("wer@example.org", PASSWORD)


@pytest.mark.parametrize("evil", EVIL)
def test_sign_in_by_password_stays(evil: str, person: User, client: Client) -> None:
    data = {"login": person.email, "password": PASSWORD, "next": evil}

    response = client.post(reverse("account_login"), data)

    assert response.status_code == 302
    assert _stays(response["Location"])


def test_sign_in_tells_nothing_of_another_kreis(cast: Cast, client: Client) -> None:
    """Whoever asks for its pages is led to what is no page, whether there is one or not."""
    ada = cast.people[Role.VOLUNTEER]
    ada.set_password(PASSWORD)
    ada.save()
    found = []
    for path in ("heute/", f"ehrenamtliche/{cast.foreign_volunteer.pk}/", "gibt-es-nicht/"):
        to = f"/{cast.foreign_kreis.slug}/{path}"
        data = {"login": ada.email, "password": PASSWORD, "next": to}
        page = client.post(reverse("account_login"), data, follow=True)
        found.append((page.redirect_chain == [(to, 302)], page.status_code, plain(page.text, to)))
        client.logout()

    assert found == [(True, 404, found[0][2])] * 3


@pytest.mark.parametrize("evil", EVIL)
def test_sign_in_by_code_stays(evil: str, person: User, client: Client) -> None:
    asked = client.post(
        reverse("account_request_login_code"), {"email": person.email, "next": evil}
    )
    code = re.search(r"\b[A-Z0-9]{6}\b", LandMail.objects.latest("pk").text)

    response = client.post(asked["Location"], {"code": code and code[0], "next": evil})

    assert (asked.status_code, response.status_code) == (302, 302)
    assert [_stays(answer["Location"]) for answer in (asked, response)] == [True, True]


@pytest.mark.parametrize("evil", EVIL)
def test_confirming_and_signing_out_stays(evil: str, person: User, client: Client) -> None:
    client.force_login(person)
    confirm = {"password": PASSWORD, "next": evil}
    confirmed = client.post(reverse("account_reauthenticate"), confirm)
    signed_out = client.post(reverse("account_logout"), {"next": evil})

    assert (confirmed.status_code, signed_out.status_code) == (302, 302)
    assert [_stays(answer["Location"]) for answer in (confirmed, signed_out)] == [True, True]


def test_rule_knows_what_leads_elsewhere() -> None:
    on_site = ["%2F%2Fevil.example", "/%5Cevil.example", "/%09/evil.example"]

    assert [evil for evil in EVIL if _stays(evil)] == on_site
    assert settings.LOGIN_REDIRECT_URL.startswith("/")
