"""No GET changes anything: mail scanners and browsers open every link they see."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache

from lotsen_portal.common.forms import FilterForm
from lotsen_portal.tenancy.context import tenant_scope
from tests import reporting
from tests.factories.people import UserFactory
from tests.walkers.forms import forms_of, plausible
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES, Route
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import Answer, quietly, visit
from tests.walkers.walk import Walk
from tests.walkers.world import World
from tests.walkers.writing import counted, written_since

EVERYWHERE: list[tuple[Any, Route]] = [(Walk, route) for route in KREIS_ROUTES.values()]
EVERYWHERE += [(LandWalk, route) for route in LAND_ROUTES.values()]

# allauth keeps a copy of the account's own address when it first looks for it; whoever opens the
# link of a reset, the copy is the same.
EXCUSED = {"account_reset_password_from_key": {"account_emailaddress"}}


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "route"), EVERYWHERE, ids=lambda x: getattr(x, "name", ""))
def test_reading_writes_nothing(kind: type, route: object, world: World) -> None:
    walk = kind(world, route)
    path = walk.path(walk.rows.own)
    writing = {}
    cache.clear()
    with quietly():
        for who in walk.people:
            before = counted()
            answer = visit(world, who, "GET", path)
            for method, address in (("HEAD", path), *_filtered(world, path, answer)):
                visit(world, who, method, address)
                reporting.visited("visits that must write nothing")
            if tables := written_since(before) - EXCUSED.get(walk.route.name, set()):
                writing[who] = tables

    assert writing == {}


def _filtered(world: World, path: str, answer: Answer) -> list[tuple[str, str]]:
    """Return the address with its filters filled in, where the page has some."""
    with tenant_scope(world.cast.kreis):
        typed = plausible(
            [form for form in forms_of(answer.response) if isinstance(form, FilterForm)]
        )
    return [("GET", f"{path}?{urlencode(typed, doseq=True)}")] if typed else []


def test_count_sees_what_was_taken_back(world: World) -> None:
    before = counted()
    UserFactory().delete()

    assert written_since(before) == {"accounts_user"}
