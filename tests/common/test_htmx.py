from typing import Any

import pytest
from django.test import Client

HTMX = {"HX-Request": "true"}


@pytest.fixture
def site(style_site: Any) -> Client:
    return Client(raise_request_exception=False)


def test_page_is_whole_without_htmx(site: Client) -> None:
    response = site.get("/")
    assert response.content.startswith(b"<!doctype html>")
    assert response["Vary"] == "HX-Request, HX-Request-Type, Cookie"


def test_htmx_gets_the_partial(site: Client) -> None:
    response = site.get("/", headers=HTMX)
    assert response.content.strip().startswith(b'<tr class="kern-table__row">')
    assert response["Vary"] == "HX-Request, HX-Request-Type"
    assert not {"HX-Retarget", "HX-Reswap", "HX-Push-Url"} & set(response.headers)


@pytest.mark.parametrize(
    "header",
    [{"HX-Request-Type": "full"}, {"HX-Boosted": "true"}, {"HX-History-Restore-Request": "true"}],
)
def test_htmx_gets_the_whole_page_where_it_swaps_the_whole(
    site: Client, header: dict[str, str]
) -> None:
    response = site.get("/", headers={**HTMX, **header})
    assert response.content.startswith(b"<!doctype html>")


@pytest.mark.parametrize(("address", "status"), [("/gibt-es-nicht/", 404), ("/verboten/", 403)])
def test_error_page_takes_the_place_of_the_page(site: Client, address: str, status: int) -> None:
    response = site.get(f"{address}?a=b", headers=HTMX)
    assert response.status_code == status
    assert response["HX-Retarget"] == "body"
    assert response["HX-Reswap"] == "innerHTML show:top"
    assert response["HX-Push-Url"] == f"{address}?a=b"


def test_error_after_a_post_keeps_the_address(site: Client) -> None:
    response = site.post("/verboten/", headers=HTMX)
    assert response["HX-Retarget"] == "body"
    assert "HX-Push-Url" not in response.headers


def test_error_page_without_htmx_is_plain(site: Client) -> None:
    assert "HX-Retarget" not in site.get("/gibt-es-nicht/").headers


def test_invalid_form_answers_422_and_keeps_what_was_typed(site: Client) -> None:
    response = site.post("/", {"units": "1_000", "name": "Ada"})
    assert response.status_code == 422
    assert 'name="units" value="1_000"' in response.text
    assert 'name="name" value="Ada"' in response.text
