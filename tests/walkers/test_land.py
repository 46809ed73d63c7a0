"""Every address outside the Kreise: the Land's pages, the operator's, the account's."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache

from tests import reporting
from tests.walkers import access
from tests.walkers.routes import LAND_ROUTES, Route
from tests.walkers.rows import never, rows_of
from tests.walkers.visits import MEMBERS, OUTSIDERS, asks_to_sign_in, path_of, quickly, visit
from tests.walkers.walk import ALL_METHODS, METHODS
from tests.walkers.world import World

# 503: what runs beside the portal does not run in tests.
OPEN = {200, 302, 405, 410, 422, 503}
# What somebody has not set up, as a second factor, has no pages.
ACCOUNT = {*OPEN, 404}
NOT_SET_UP = {"openid_connect_login", "openid_connect_callback"}
SIGNED_IN = [*MEMBERS, *OUTSIDERS]


class LandWalk:
    def __init__(self, world: World, route: Route) -> None:
        self.world, self.route, self.rows = world, route, rows_of(route, world)
        self.access, self.visits = access.LAND[route.name], 0

    def path(self, values: dict[str, Any]) -> str:
        return path_of(self.route, values, settings.ROOT_URLCONF)

    def ask(self, who: str, method: str, values: dict[str, Any]) -> Any:
        self.visits += 1
        cache.clear()  # it counts the attempts to sign in
        return visit(self.world, who, method, self.path(values))

    @property
    def people(self) -> list[str]:
        if self.access == access.PUBLIC:
            return ["anonymous", *SIGNED_IN]
        if self.access == access.SIGNED_IN:
            return SIGNED_IN
        return [str(role) for role in self.access]

    def faults(self) -> Iterator[str]:
        for who in ("anonymous", *SIGNED_IN):
            # Whoever may not look is not told more by another way of asking.
            for method in METHODS if who in self.people else ALL_METHODS:
                answer = self.ask(who, method, self.rows.own)
                if not self._is_right(who, method, answer):
                    yield f"{who} {method}: {answer.status} {answer.location}"

    def _is_right(self, who: str, method: str, answer: Any) -> bool:
        if who in self.people:
            may_be_none = self.access == access.SIGNED_IN or self.route.name in NOT_SET_UP
            return answer.status in (ACCOUNT if may_be_none else OPEN)
        if who == "anonymous":
            led = (answer.status, answer.location.partition("?")[0]) == (302, settings.LOGIN_URL)
            return led or asks_to_sign_in(answer)
        expected = "" if method == "HEAD" else self._nothing(who)
        return answer.status == 405 or (answer.status, answer.body) == (404, expected)

    def _nothing(self, who: str) -> str:
        return visit(self.world, who, "GET", "/gibt-es-nicht/").body

    def rows_that_never_were(self) -> Iterator[str]:
        for who in self.people if isinstance(self.access, tuple) and self.route.parameters else ():
            for method in METHODS:
                answer = self.ask(who, method, never(self.route, self.rows.own))
                if answer.status not in {404, 405}:
                    yield f"{who} {method} of no row: {answer.status}"


@pytest.mark.slow
@pytest.mark.parametrize("name", LAND_ROUTES)
def test_page_outside_the_kreise(name: str, world: World) -> None:
    walk = LandWalk(world, LAND_ROUTES[name])
    with quickly():
        faults = [*walk.faults(), *walk.rows_that_never_were()]

    reporting.visited("visits to pages outside the Kreise", walk.visits)
    assert faults == []


def test_address_of_the_land_is_none_of_a_kreis(world: World) -> None:
    paths = ["/landkreis-miesbach/land/", "/landkreis-miesbach/betrieb/", "/stadt-passau/konto/"]
    people = ("authority", "operator", "coordinator")

    assert {visit(world, who, "GET", path).status for who in people for path in paths} == {404}
