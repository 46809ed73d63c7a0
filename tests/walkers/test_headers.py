"""Every answer of every address tells the browser what it may do with it, errors as well."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests import reporting
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import quickly, quietly
from tests.walkers.walk import Walk
from tests.walkers.world import World

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'self';"
    " frame-ancestors 'none'"
)
DEVICE = (
    "accelerometer=(), autoplay=(), camera=(), clipboard-read=(),"
    " display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(),"
    " gyroscope=(), hid=(), idle-detection=(), keyboard-map=(), local-fonts=(), magnetometer=(),"
    " microphone=(), midi=(), payment=(), picture-in-picture=(),"
    " publickey-credentials-create=(self), publickey-credentials-get=(self),"
    " screen-wake-lock=(), serial=(), usb=(), window-management=(),"
    " xr-spatial-tracking=()"
)
STATIC = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": DEVICE,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PAGE = {**STATIC, "X-Frame-Options": "DENY", "Cache-Control": "no-store"}
SANDBOX = "default-src 'none'; sandbox"
# allauth and Django's never_cache write it at length.
AT_LENGTH = "max-age=0, no-cache, no-store, must-revalidate, private"
ASKING = [("anonymous", "GET"), ("anonymous", "POST"), ("coordinator", "GET"), ("oversight", "GET")]
EVERYWHERE = [*KREIS_ROUTES.values(), *LAND_ROUTES.values()]


def told(response: Any) -> dict[str, str]:
    """Return the headers that guard, and how long the answer may be kept."""
    kept = response.headers.get("Cache-Control", "")
    guards = {name: response.headers[name] for name in PAGE if name in response.headers}
    return {**guards, "Cache-Control": "no-store" if kept == AT_LENGTH else kept}


def expected(response: Any) -> dict[str, str]:
    """Files of people run nothing at all, even where a browser shows them after all."""
    own = response.headers.get("Content-Security-Policy")
    sandboxed = own == SANDBOX and "Content-Disposition" in response.headers
    return {**PAGE, "Content-Security-Policy": SANDBOX} if sandboxed else PAGE


@pytest.mark.slow
@pytest.mark.parametrize("route", EVERYWHERE, ids=lambda route: route.name)
def test_every_answer_brings_its_headers(route: Any, world: World) -> None:
    cache.clear()
    walk = (Walk if route.name in KREIS_ROUTES else LandWalk)(world, route)
    wrong = {}
    with quickly():
        for who, method in ASKING:
            response = walk.ask(who, method, walk.rows.own).response
            headers, due = told(response), expected(response)
            differing = {name for name in due if headers.get(name) != due[name]}
            if differing:
                wrong[f"{who} {method}"] = {name: headers.get(name) for name in differing}

    reporting.visited("requests looked at for their headers", walk.visits)
    assert wrong == {}


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
        ("/static/css/portal.css", 200, {**STATIC, "Cache-Control": "max-age=60, public"}),
        ("/static/css/none.css", 404, PAGE),
        ("/gibt-es-nicht/", 404, PAGE),
        ("/konto/login", 301, {**STATIC, "Cache-Control": "no-store"}),
        ("/KREIS", 301, PAGE),
        ("/KREIS/gibt-es-nicht/", 404, PAGE),
    ],
)
def test_what_is_no_page_brings_them_too(
    path: str, status: int, headers: dict[str, str], world: World
) -> None:
    with quietly():
        response: Any = Client().get(path.replace("KREIS", world.cast.kreis.slug))
        response.getvalue()

    assert (response.status_code, told(response)) == (status, headers)
