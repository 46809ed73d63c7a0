"""The declared table is complete, and says what the views say."""

import re

import pytest

from tests.walkers import access
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES, Route

TABLES = {"KREIS": (access.KREIS, KREIS_ROUTES), "LAND": (access.LAND, LAND_ROUTES)}
both = pytest.mark.parametrize("table", TABLES)


@both
def test_every_route_is_declared(table: str) -> None:
    declared, routes = TABLES[table]
    missing = [
        f'    "{name}": {access.spelled(_declared_by(route))},'
        for name, route in routes.items()
        if name not in declared
    ]

    assert not missing, f"Add to {table} in tests/walkers/access.py:\n" + "\n".join(missing)


@both
def test_no_route_is_declared_that_is_gone(table: str) -> None:
    declared, routes = TABLES[table]

    assert sorted(declared.keys() - routes.keys()) == []


@both
def test_table_agrees_with_the_views(table: str) -> None:
    declared, routes = TABLES[table]
    differing = {
        name: (access.spelled(declared[name]), access.spelled(_declared_by(route)))
        for name, route in routes.items()
        if name in declared
        and access.spelled(declared[name]) != access.spelled(_declared_by(route))
    }

    assert differing == {}


def _declared_by(route: Route) -> object:
    """Return what the view declares; allauth's pages say whether they need a sign-in."""
    if declared := getattr(route.view, "access", None):
        return declared
    needs_sign_in = getattr(route.view, "login_required", True)
    return access.SIGNED_IN if needs_sign_in else access.PUBLIC


# Feeds that a token opens without a sign-in: each needs rows of both Kreise, and a walk.
FEEDS = {"feeds:calendar"}


def test_every_feed_is_declared() -> None:
    routes = [*KREIS_ROUTES.values(), *LAND_ROUTES.values()]
    feeds = {
        route.name
        for route in routes
        if re.search(r"kalender|calendar|feed|ical|\.ics|rss", f"{route.name} {route.path}")
    }

    assert feeds == FEEDS, (
        "Name the token's row in tests/walkers/rows.py (also in TOKENS), make it in world.py for"
        " both Kreise, then add the route here: the isolation walker tries the other Kreis's token."
    )
