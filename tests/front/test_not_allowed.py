"""The page of an address that only takes forms: Chromium would show one of its own, in English."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from tests.conftest import TenantClient
from tests.signing_in import sign_in

HEADING = "Diese Adresse lässt sich so nicht öffnen"
NEVER_WAS = 10**9


def shown(response: Any) -> tuple[int, str, str, str]:
    """Return status, Allow, heading and where the one button leads."""
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", response.text)
    button = re.search(r'kern-btn--primary" href="([^"]*)"><span[^>]*>Zur', response.text)
    assert heading
    assert button
    return response.status_code, response["Allow"], heading[1], button[1]


def test_of_a_kreis(coordinator: TenantClient, cast: Cast) -> None:
    page = coordinator.get("/foerderung/2026/bericht/")

    assert shown(page) == (405, "POST", HEADING, f"/{cast.kreis.slug}/")


def test_of_the_land(cast: Cast) -> None:
    page = sign_in(Client(), cast.coordinator).get("/konto/sitzungen/ueberall/")

    assert shown(page) == (405, "POST", HEADING, "/")


def test_form_sent_to_a_page(coordinator: TenantClient, cast: Cast) -> None:
    page = coordinator.post("/heute/")

    assert shown(page) == (405, "GET, HEAD", HEADING, f"/{cast.kreis.slug}/")


def test_htmx_puts_it_in_the_place_of_the_whole_page(coordinator: TenantClient) -> None:
    page = coordinator.get("/foerderung/2026/bericht/", headers={"HX-Request": "true"})

    assert (page["HX-Retarget"], page["HX-Reswap"]) == ("body", "innerHTML show:top")
    assert page["Allow"] == "POST"


@pytest.mark.parametrize("who", ["coordinator", "volunteer", "neighbour"])
def test_it_tells_nothing_of_the_row(who: str, cast: Cast, request: pytest.FixtureRequest) -> None:
    """A stranger of another Kreis learns as little as a member."""
    browser = request.getfixturevalue(who).client
    rows = [cast.colleague.pk, cast.foreign_volunteer.pk, NEVER_WAS]

    pages = [browser.get(f"/{cast.kreis.slug}/ehrenamtliche/{pk}/zugang/") for pk in rows]

    assert {page.status_code for page in pages} == {405}
    assert len({re.sub(r'value="[^"]{64}"', "", page.text) for page in pages}) == 1
