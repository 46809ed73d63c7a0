"""Forms offer nothing foreign, and take nothing foreign."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.forms.models import ModelChoiceField

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant, TenantScopedModel
from tests.walkers.foreign import TABLES, changed_elsewhere, remember
from tests.walkers.forms import choices_of, forms_of, plausible
from tests.walkers.routes import KREIS_ROUTES
from tests.walkers.visits import SECRETS, quickly, quietly, visiting
from tests.walkers.walk import OPEN, Walk
from tests.walkers.world import NAMES, World
from tests.walkers.writing import counted, written_since

every_route = pytest.mark.parametrize("name", KREIS_ROUTES)


@every_route
def test_choices_are_those_of_the_reader(
    name: str, world: World, record_property: Callable[[str, object], None]
) -> None:
    walk = Walk(world, KREIS_ROUTES[name])
    seen, faults = 0, []
    for who in walk.people:
        with quietly():
            answer = walk.ask(who, "GET", walk.rows.own)
        for label, field in choices_of(forms_of(answer.response)):
            seen += 1
            faults += [f"{who}: {label} {fault}" for fault in _faults(who, field, world)]

    record_property("fields", seen)
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


@every_route
def test_what_is_sent_stays_in_the_kreis(
    name: str, world: World, record_property: Callable[[str, object], None]
) -> None:
    """Post what is typed, then the same with rows of the other Kreis chosen."""
    walk, statuses, faults = Walk(world, KREIS_ROUTES[name]), [], []
    for who in walk.people:
        cache.clear()
        with quietly():
            shown = forms_of(walk.ask(who, "GET", walk.rows.own).response)
        for what, data in _sendable(shown, world):
            path, counts = walk.path(walk.rows.own), counted()
            with quickly(), visiting(world, who, "POST", path, data) as answer:
                statuses.append(answer.status)
                if answer.status not in {*OPEN, 405} or (what, answer.status) == ("foreign", 302):
                    faults.append(f"{who} sends {what}: {answer.status}")
                if reached := changed_elsewhere(world, written_since(counts)):
                    faults.append(f"{who} sends {what}: writes foreign rows of {reached}")

    record_property("forms sent", len(statuses))
    record_property("accepted", statuses.count(302))
    assert faults == []


def _sendable(shown: list[Any], world: World) -> Iterator[tuple[str, dict[str, Any]]]:
    with tenant_scope(world.cast.kreis):
        typed = plausible(shown)
    yield "what was typed", typed
    chosen = {}
    with tenant_scope(world.cast.foreign_kreis):
        for form in shown:
            for name, field in form.fields.items():
                model = field.queryset.model if isinstance(field, ModelChoiceField) else None
                if model and issubclass(model, TenantScopedModel):
                    chosen[form.add_prefix(name)] = model.objects.first().pk
    if chosen:
        yield "foreign", typed | chosen


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
