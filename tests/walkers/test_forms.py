"""Forms offer nothing foreign, and take nothing foreign."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant, TenantScopedModel
from tests import reporting
from tests.walkers.foreign import TABLES, changed_elsewhere, remember
from tests.walkers.forms import choices_of, plausible, rows_of_the_other_kreis, shown_to
from tests.walkers.routes import KREIS_ROUTES
from tests.walkers.visits import SECRETS, quickly, visiting
from tests.walkers.walk import OPEN, Walk
from tests.walkers.world import NAMES, World
from tests.walkers.writing import counted, written_since

every_route = pytest.mark.parametrize("name", KREIS_ROUTES)


@pytest.mark.slow
@every_route
def test_choices_are_those_of_the_reader(name: str, world: World) -> None:
    walk, faults = Walk(world, KREIS_ROUTES[name]), []
    for who in walk.people:
        for label, field in choices_of(shown_to(walk, who)):
            reporting.visited("fields that offer rows")
            faults += [f"{who}: {label} {fault}" for fault in _faults(who, field, world)]

    assert faults == []


def _faults(who: str, field: Any, world: World) -> list[str]:
    faults = []
    with tenant_scope(world.cast.kreis):
        labels = " ".join(str(label) for _, label in field.choices)
        faults += [f"offers {name}" for name in SECRETS.get(who, NAMES) if name in labels]
        # The first wall alone: PostgreSQL is told the other Kreis, the manager is not.
        if issubclass(field.queryset.model, TenantScopedModel):
            _tell_postgres(world.cast.foreign_kreis)
            if field.queryset.all().exists():
                faults.append("relies on the second wall alone")
    return faults


def _tell_postgres(tenant: Tenant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.tenant_id', %s, true)", [str(tenant.pk)])


@pytest.mark.slow
@every_route
def test_what_is_sent_stays_in_the_kreis(name: str, world: World) -> None:
    """Post what is typed, then the same with rows of the other Kreis chosen."""
    walk, faults = Walk(world, KREIS_ROUTES[name]), []
    for who in walk.people:
        cache.clear()
        shown = shown_to(walk, who)
        with tenant_scope(world.cast.kreis):
            typed = plausible(shown)
        chosen = rows_of_the_other_kreis(shown, world)
        for what, data in {"typed": typed, "foreign": typed | chosen}.items():
            path, counts = walk.path(walk.rows.own), counted()
            with quickly(), visiting(world, who, "POST", path, data) as answer:
                reporting.visited("forms sent with rows of the own Kreis or the other one")
                led_on = chosen and (what, answer.status) == ("foreign", 302)
                if answer.status not in {*OPEN, 405} or led_on:
                    faults.append(f"{who} sends {what}: {answer.status}")
                if reached := changed_elsewhere(world, written_since(counts)):
                    faults.append(f"{who} sends {what}: writes foreign rows of {reached}")
        faults += _sent_to_others(walk, who, typed)

    assert faults == []


def _sent_to_others(walk: Walk, who: str, typed: dict[str, Any]) -> Iterator[str]:
    """The same data, which would be taken for an own row, finds none."""
    for what, values in walk.targets.items():
        if not walk.shows(who, what):
            counts = counted()
            with quickly(), visiting(walk.world, who, "POST", walk.path(values), typed) as answer:
                reporting.visited("forms sent to rows of others")
                tables = written_since(counts)
                if answer.status not in {404, 405} or tables:
                    yield f"{who} sends to a row ({what}): {answer.status}, writes {tables}"


@pytest.fixture(autouse=True)
def _remember_foreign_rows(world: World) -> None:
    remember(world)


@pytest.mark.parametrize("table", sorted(TABLES))
def test_scope_of_a_kreis_shows_no_row_of_another(table: str, world: World) -> None:
    """Both Kreise have rows in every table; raw SQL in one finds those of one."""
    cast = world.cast
    found = {}
    for kreis in (cast.kreis, cast.foreign_kreis):
        with tenant_scope(kreis), connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT tenant_id FROM {table}")
            found[kreis.pk] = cursor.fetchall()

    assert found == {kreis.pk: [(kreis.pk,)] for kreis in (cast.kreis, cast.foreign_kreis)}
