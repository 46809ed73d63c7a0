"""No GET changes anything: mail scanners and browsers open every link they see."""

from collections.abc import Callable

import pytest
from django.core.cache import cache

from tests.factories.people import UserFactory
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import quickly
from tests.walkers.walk import Walk
from tests.walkers.world import World
from tests.walkers.writing import counted, written_since

EVERYWHERE = [(Walk, route) for route in KREIS_ROUTES.values()]
EVERYWHERE += [(LandWalk, route) for route in LAND_ROUTES.values()]


@pytest.mark.parametrize(("kind", "route"), EVERYWHERE, ids=lambda x: getattr(x, "name", ""))
def test_get_writes_nothing(
    kind: type, route: object, world: World, record_property: Callable[[str, object], None]
) -> None:
    cache.clear()
    walk = kind(world, route)
    writing = {}
    with quickly():
        for who in walk.people:
            before = counted()
            walk.ask(who, "GET", walk.rows.own)
            if tables := written_since(before):
                writing[who] = tables

    record_property("visits", walk.visits)
    assert writing == {}


def test_count_sees_what_was_taken_back(world: World) -> None:
    before = counted()
    UserFactory().delete()

    assert written_since(before) == {"accounts_user"}
