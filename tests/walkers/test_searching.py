"""Search and filters find only what their reader may see, whatever is asked for."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.cache import cache

from lotsen_portal.common.forms import FilterForm
from tests import reporting
from tests.cast import COLLEAGUE_NAME, FOREIGN_NAME
from tests.walkers.forms import forms_of, rows_of_the_other_kreis
from tests.walkers.routes import KREIS_ROUTES, LAND_ROUTES, Route
from tests.walkers.test_land import LandWalk
from tests.walkers.visits import FOREIGN_MEMBERS, MEMBERS, SECRETS, quickly, quietly, visit
from tests.walkers.walk import Walk
from tests.walkers.world import NAMES, NEVER, OWN_NAME, PARTNER_NAME, World

KREIS: list[tuple[Any, Route]] = [(Walk, route) for route in KREIS_ROUTES.values()]
LAND: list[tuple[Any, Route]] = [(LandWalk, route) for route in LAND_ROUTES.values()]
OWN_NAMES = {OWN_NAME, PARTNER_NAME, COLLEAGUE_NAME}


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("who", [*MEMBERS, *FOREIGN_MEMBERS])
def test_search_finds_nobody_else(who: str, name: str, world: World) -> None:
    """Written small, so that the word asked for is none of the names looked for."""
    is_own = who in MEMBERS
    kreis = world.cast.kreis if is_own else world.cast.foreign_kreis
    secrets = SECRETS[who] if is_own else OWN_NAMES

    with quickly():
        answer = visit(world, who, "GET", f"/{kreis.slug}/suche/?q={name.lower()}", secrets=secrets)

    assert answer.status == 200
    reporting.visited("searches for names")


@pytest.mark.parametrize(
    ("who", "name"), [("coordinator", COLLEAGUE_NAME), ("foreign coordinator", FOREIGN_NAME)]
)
def test_search_finds_whom_staff_may_see(who: str, name: str, world: World) -> None:
    kreis = world.cast.kreis if who in MEMBERS else world.cast.foreign_kreis

    with quickly():
        path = f"/{kreis.slug}/suche/?q={name.lower()}"
        answer = visit(world, who, "GET", path, secrets=set())

    assert name in answer.body


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "route"), KREIS + LAND, ids=lambda x: getattr(x, "name", ""))
def test_filters_answer_a_foreign_row_like_one_that_never_was(
    kind: type, route: object, world: World
) -> None:
    """What is typed into a filter shows nobody else either."""
    walk = kind(world, route)
    path, faults = walk.path(walk.rows.own), []
    for who in walk.people:
        cache.clear()
        with quietly():
            shown = forms_of(visit(world, who, "GET", path).response)
        filters = [form for form in shown if isinstance(form, FilterForm)]
        for name, pk in rows_of_the_other_kreis(filters, world).items():
            foreign, never = (_filtered(world, who, path, name, row) for row in (pk, NEVER["pk"]))
            if foreign != never:
                faults.append(f"{who} filters by a foreign {name}: {foreign[0]}, {never[0]}")
        for name in _texts_of(filters):
            # What is found is looked through by the visit itself.
            for wanted in (COLLEAGUE_NAME, FOREIGN_NAME):
                status, _ = _filtered(world, who, path, name, wanted.lower())
                faults += [] if status == 200 else [f"{who} filters {name} by text: {status}"]

    assert faults == []


def _texts_of(filters: list[FilterForm]) -> list[str]:
    return [
        form.add_prefix(name)
        for form in filters
        for name, field in form.fields.items()
        if type(field) is forms.CharField
    ]


def _filtered(world: World, who: str, path: str, name: str, value: object) -> tuple[int, str]:
    reporting.visited("filters asked for other people's rows")
    query = urlencode({name: value})
    with quickly():
        answer = visit(world, who, "GET", f"{path}?{query}")
    asked_again = (query, f'value="{value}"', f"„{value}“")
    body = answer.body
    for said in asked_again:
        body = body.replace(said, "VALUE")
    return answer.status, body
