"""Every address, asked for by everybody, about every row: who gets in, and who finds nothing.

A stranger's row answers like a row that never was. 403 is for members whose role does not open
the page. No answer shows a name its reader must not know.
"""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from tests.walkers.routes import KREIS_ROUTES
from tests.walkers.visits import quickly
from tests.walkers.walk import Walk
from tests.walkers.world import World


@pytest.fixture(params=KREIS_ROUTES)
def walk(request: pytest.FixtureRequest, world: World) -> Iterator[Walk]:
    cache.clear()
    walk = Walk(world, KREIS_ROUTES[request.param])
    with quickly():
        yield walk


def test_page_of_a_kreis(walk: Walk, record_property: Callable[[str, object], None]) -> None:
    found = list(walk.whom_it_is_for())
    if not walk.is_public:
        found += [
            *walk.anonymous(),
            *walk.outsiders(),
            *walk.members_without_the_role(),
            *walk.own_people_elsewhere(),
        ]

    record_property("visits", walk.visits)
    assert found == []
