"""Every address, asked for by everybody, about every row: who gets in, and who finds nothing.

A stranger's row answers like a row that never was. 403 is for members whose role does not open
the page. No answer shows a name its reader must not know.
"""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests import reporting
from tests.walkers import access
from tests.walkers.routes import KREIS_ROUTES
from tests.walkers.visits import quickly, visit
from tests.walkers.walk import FragmentWalk, Walk
from tests.walkers.world import World

pytestmark = pytest.mark.slow
every_route = pytest.mark.parametrize("name", KREIS_ROUTES)


@pytest.fixture(autouse=True)
def _quickly() -> Iterator[None]:
    cache.clear()
    with quickly():
        yield


@every_route
def test_page_of_a_kreis(name: str, world: World) -> None:
    walk = Walk(world, KREIS_ROUTES[name])
    found = list(walk.whom_it_is_for())
    if not walk.is_public:
        found += [*walk.anonymous(), *walk.members_without_the_role()]

    reporting.visited("visits to pages of a Kreis", walk.visits)
    assert found == []


NOT_PUBLIC = [name for name, who in access.KREIS.items() if who != access.PUBLIC]


@pytest.mark.parametrize("name", NOT_PUBLIC)
def test_page_of_a_kreis_for_strangers(name: str, world: World) -> None:
    walk = Walk(world, KREIS_ROUTES[name])
    found = [*walk.outsiders(), *walk.own_people_elsewhere()]

    reporting.visited("visits of strangers to pages of a Kreis", walk.visits)
    assert found == []


@every_route
def test_fragment_of_a_page(name: str, world: World) -> None:
    walk = FragmentWalk(world, KREIS_ROUTES[name])
    found = [*walk.whom_it_is_for(), *walk.members_without_the_role()]

    reporting.visited("visits to fragments of pages, as htmx asks for them", walk.visits)
    assert found == []


@every_route
def test_other_methods_are_refused(name: str, world: World) -> None:
    walk = Walk(world, KREIS_ROUTES[name])
    answers = {
        method: visit(world, who, method, walk.path(walk.rows.own)).status
        for who in walk.people[:1]
        for method in ("OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "ERFUNDEN")
    }

    assert set(answers.values()) <= {403, 405}
