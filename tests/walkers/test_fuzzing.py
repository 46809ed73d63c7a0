"""Whatever is sent to whatever address: no error page of the server, and nothing in another Kreis.

What a view lets through as an exception, the test client raises here. `FULL=1` sends ten times as
much, from a seed that is drawn and printed; `FUZZ_SEED=…` repeats one.
"""

import html
import os
import random
import re
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis.strategies import SearchStrategy

from lotsen_portal.tenancy.context import tenant_scope
from tests import reporting
from tests.walkers import junk
from tests.walkers.foreign import changed_elsewhere, remember
from tests.walkers.forms import forms_of, plausible, rows_of_the_other_kreis
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES, Route
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import quickly, quietly, visiting
from tests.walkers.walk import Walk
from tests.walkers.world import World
from tests.walkers.writing import counted, written_since

pytestmark = pytest.mark.slow

FULL = os.environ.get("FULL") == "1"
BODIES = 200 if FULL else 20
# Pages without filters read a query only here and there.
QUERIES, QUERIES_OF_NO_LIST = (200, 20) if FULL else (20, 2)
SEED = int(os.environ.get("FUZZ_SEED") or random.randrange(2**32)) if FULL else 0
AGAIN = f" (FUZZ_SEED={SEED} repeats them)" if FULL else ""
ANSWERED = {200, 302, 303, 400, 403, 404, 405, 409, 410, 413, 422, 429}
# 503: what runs beside the portal does not run in tests.
OF_MACHINES = {"land_front:ready", "land_front:metrics"}
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"[^>]*>')
SELECT = re.compile(r'<select\b[^>]*\bname="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
FILTERS = re.compile(r'<form class="filters" method="get".*?</form>', re.DOTALL)
VALUE = re.compile(r'\bvalue="([^"]*)"')

EVERYWHERE: list[tuple[Any, Route]] = [(Walk, route) for route in KREIS_ROUTES.values()]
EVERYWHERE += [(LandWalk, route) for route in LAND_ROUTES.values()]
everywhere = pytest.mark.parametrize(
    ("kind", "route"), EVERYWHERE, ids=lambda x: getattr(x, "name", "")
)


@pytest.fixture(autouse=True)
def _remember_foreign_rows(world: World) -> None:
    remember(world)


def repeated(count: int, strategy: SearchStrategy[Any]) -> Callable[[Any], Callable[[], None]]:
    """Call the function with so many values of the strategy, the same in each run by default."""

    def decorated(check: Any) -> Callable[[], None]:
        settings = hypothesis.settings(
            max_examples=count,
            derandomize=not FULL,
            database=None,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
        )
        drawn = given(strategy)(check)
        return settings(hypothesis.seed(SEED)(drawn) if FULL else drawn)

    return decorated


@everywhere
def test_no_body_breaks_a_page(kind: Any, route: Any, world: World) -> None:
    walk = kind(world, route)
    path = walk.path(walk.rows.own)
    for who in _senders(walk):
        typed, foreign = _fields_of(walk, who)
        if typed is not None:
            with quickly():
                _send_junk(world, who, path, junk.bodies(typed, foreign))


def _send_junk(world: World, who: str, path: str, bodies: Any) -> None:
    @repeated(BODIES, bodies)
    def send(body: junk.Body) -> None:
        cache.clear()  # it counts the attempts to sign in
        before = counted()
        visit = visiting(world, who, "POST", path, body.content, content_type=body.content_type)
        with visit as answer:
            assert answer.status in ANSWERED
            assert changed_elsewhere(world, written_since(before)) == set()
        reporting.visited(f"bodies of junk sent{AGAIN}")

    send()


@everywhere
def test_no_query_breaks_a_page(kind: Any, route: Any, world: World) -> None:
    walk = kind(world, route)
    who = _senders(walk)[0]
    with quietly():
        answer = walk.ask(who, "GET", walk.rows.own)
    filters = " ".join(FILTERS.findall(answer.body))
    fields = _named_in(filters) | _offered_in(filters)
    count = QUERIES if fields else QUERIES_OF_NO_LIST

    @repeated(count, junk.queries(fields or _named_in(answer.body) | {"next": ["/"]}))
    def ask(query: str) -> None:
        cache.clear()
        with visiting(world, who, "GET", f"{walk.path(walk.rows.own)}?{query}") as answer:
            assert answer.status in ANSWERED or walk.route.name in OF_MACHINES
        reporting.visited("queries of junk asked")

    with quickly():
        ask()


# Numbers and words no row has, some of which no column can hold
IMPOSSIBLE: dict[str, list[Any]] = {
    "pk": [0, 2**31, 2**63, 10**30],
    "year": [0, 1, 1899, 9999, 10_000, 2**31, 10**30],
    "token": ["x" * 20, "x" * 64, "-" * 43],
    "slug": ["x" * 5_000, "-"],
    "key": ["x" * 5_000],
}


@pytest.mark.parametrize(
    ("kind", "route"),
    [(kind, route) for kind, route in EVERYWHERE if route.parameters],
    ids=lambda x: getattr(x, "name", ""),
)
def test_no_address_breaks_a_page(kind: Any, route: Any, world: World) -> None:
    walk = kind(world, route)
    broken = []
    with quickly():
        for name in walk.route.parameters:
            for value in IMPOSSIBLE.get(name, ()):
                for method in ("GET", "POST"):
                    who = _senders(walk)[0]
                    answer = walk.ask(who, method, walk.rows.own | {name: value})
                    if answer.status not in ANSWERED:
                        broken.append((method, name, value, answer.status))
                    reporting.visited("impossible addresses asked for")

    assert broken == []


def _senders(walk: Any) -> list[str]:
    """Return who sends: the first of those whom the page is for, or all of them."""
    return walk.people if FULL else walk.people[:1]


def _fields_of(walk: Any, who: str) -> tuple[Any, junk.Fields]:
    """Return what somebody could send there, and rows of the other Kreis for its choices.

    None: the address takes no POST.
    """
    world = walk.world
    with quietly():
        sent = walk.ask(who, "POST", walk.rows.own)
        if sent.status == 405:
            return None, {}
        answer = walk.ask(who, "GET", walk.rows.own)
        answer = sent if answer.status == 405 else answer
    shown = forms_of(answer.response)
    with tenant_scope(world.cast.kreis):
        typed = plausible(shown)
    fields = _named_in(answer.body) | {
        name: [str(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in typed.items()
    }
    chosen = rows_of_the_other_kreis(shown, world)
    return fields, {name: [str(pk)] for name, pk in chosen.items()}


def _named_in(body: str) -> junk.Fields:
    """Return the fields that the page names, hidden ones and buttons too, with their values."""
    found: junk.Fields = {}
    for match in FIELD.finditer(body):
        value = VALUE.search(match[0])
        found.setdefault(html.unescape(match[1]), [html.unescape(value[1]) if value else ""])
    return found


def _offered_in(body: str) -> junk.Fields:
    """Return the selects that the page names, with all that can be chosen there."""
    return {
        html.unescape(name): [html.unescape(value) for value in VALUE.findall(options)] or [""]
        for name, options in SELECT.findall(body)
    }
