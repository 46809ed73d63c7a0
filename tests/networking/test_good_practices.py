"""Good practices cross to the neighbours they are opened to, and to nobody else."""

from collections.abc import Iterable

import pytest
from django.db import connection

from lotsen_portal.tenancy.context import (
    NoActiveScope,
    NoActiveTenant,
    neighbour_scope,
    public_scope,
    tenant_scope,
)
from networking.models import GoodPractice
from tests.cast import Cast
from tests.factories.networking import GoodPracticeFactory


@pytest.fixture
def told(cast: Cast) -> Cast:
    """Passau tells all, Miesbach alone, somebody else, and nobody; Miesbach keeps one."""
    with tenant_scope(cast.foreign_kreis):
        GoodPracticeFactory(title="für alle", shared_with_all=True)
        GoodPracticeFactory(title="für Miesbach", shared_with=[cast.kreis.pk])
        GoodPracticeFactory(title="für andere", shared_with=[cast.kreis.pk + 1000])
        GoodPracticeFactory(title="für niemanden")
    with tenant_scope(cast.kreis):
        GoodPracticeFactory(title="eigene")
    return cast


def titles(practices: Iterable[GoodPractice]) -> list[str]:
    return sorted(practice.title for practice in practices)


def titles_by_sql() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM networking_goodpractice ORDER BY title")
        return [title for (title,) in cursor.fetchall()]


def test_neighbour_reads_what_is_opened_to_her(told: Cast) -> None:
    with tenant_scope(told.kreis), neighbour_scope():
        assert titles(GoodPractice.offered.all()) == ["für Miesbach", "für alle"]
        assert titles(GoodPractice.objects.all()) == ["eigene"]


def test_plain_tenant_scope_sees_the_own_alone(told: Cast) -> None:
    with tenant_scope(told.kreis):
        assert titles(GoodPractice.objects.all()) == ["eigene"]
        assert titles(GoodPractice._base_manager.all()) == ["eigene"]
        assert titles_by_sql() == ["eigene"]
        with pytest.raises(NoActiveScope):
            list(GoodPractice.offered.all())


def test_raw_sql_meets_the_policy_of_the_scope(told: Cast) -> None:
    with tenant_scope(told.kreis), neighbour_scope():
        assert titles_by_sql() == ["eigene", "für Miesbach", "für alle"]


def test_wall_stands_again_after_the_scope(told: Cast) -> None:
    with tenant_scope(told.kreis):
        with neighbour_scope():
            assert len(titles_by_sql()) == 3
        assert titles_by_sql() == ["eigene"]


def test_neighbour_changes_and_deletes_nothing(told: Cast) -> None:
    with tenant_scope(told.kreis), neighbour_scope():
        assert GoodPractice.offered.update(text="verändert") == 0
        assert GoodPractice.offered.all().delete() == (0, {})
    with tenant_scope(told.foreign_kreis):
        assert set(GoodPractice.objects.values_list("text", flat=True)) == {"Was gelang."}
        assert GoodPractice.objects.count() == 4


def test_public_scope_opens_no_practice(told: Cast) -> None:
    with public_scope():
        assert titles_by_sql() == []
        with pytest.raises(NoActiveTenant):
            list(GoodPractice.objects.all())
