"""Netzwerktreffen and Öffentlichkeitsarbeit: both lists keep the same rules."""

import datetime as dt
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from networking.models import NetworkMeeting, OutreachActivity
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.networking import NetworkMeetingFactory, OutreachActivityFactory

MEETING = {
    "title": "Runder Tisch",
    "on": "2026-03-04",
    "part": "attended",
    "people_count": "1.200",
    "task_area": "d",
    "result": "Neues Café",
}
OUTREACH = {"title": "Artikel im Merkur", "on": "2026-03-04", "kind": "press", "task_area": "e"}

LISTS = [
    pytest.param("/netzwerk/treffen/", NetworkMeeting, NetworkMeetingFactory, MEETING, id="meet"),
    pytest.param(
        "/netzwerk/oeffentlichkeitsarbeit/",
        OutreachActivity,
        OutreachActivityFactory,
        OUTREACH,
        id="outreach",
    ),
]
every_list = pytest.mark.parametrize(("path", "model", "factory", "data"), LISTS)


@every_list
@pytest.mark.parametrize("item_count", [1, 3])
def test_list_query_count(
    coordinator: TenantClient,
    cast: Cast,
    path: str,
    model: Any,
    factory: Any,
    data: dict[str, Any],
    item_count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with tenant_scope(cast.kreis):
        factory.create_batch(item_count)

    with django_assert_num_queries(9):
        response = coordinator.get(path)

    assert response.text.count('scope="row"') == item_count


@every_list
def test_entry_is_stored_once(
    coordinator: TenantClient, cast: Cast, path: str, model: Any, factory: Any, data: dict[str, Any]
) -> None:
    first = coordinator.post(f"{path}neu/", data)
    second = coordinator.post(f"{path}neu/", data)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "an diesem Tag schon in der Liste." in second.text
    with tenant_scope(cast.kreis):
        stored = model.objects.values(*data).get()
    numbers = {"people_count": 1200} if "people_count" in data else {}
    assert stored == data | {"on": dt.date(2026, 3, 4)} | numbers


@every_list
def test_task_area_is_preset(
    coordinator: TenantClient, path: str, model: Any, factory: Any, data: dict[str, Any]
) -> None:
    form = coordinator.get(f"{path}neu/").context["form"]

    assert form["task_area"].value() == model._meta.get_field("task_area").default


@every_list
def test_entry_is_edited_with_both_versions_in_sight(
    coordinator: TenantClient, cast: Cast, path: str, model: Any, factory: Any, data: dict[str, Any]
) -> None:
    with tenant_scope(cast.kreis):
        entry = factory()
    edit = f"{path}{entry.pk}/bearbeiten/"

    assert coordinator.post(edit, data | {"version": 1}).status_code == 302
    response = coordinator.post(edit, data | {"title": "Anders", "version": 1})

    assert response.status_code == 422
    assert [(pair.yours, pair.theirs) for pair in response.context["form"].differences] == [
        ("Anders", data["title"])
    ]


@every_list
def test_entry_is_deleted_after_a_question(
    coordinator: TenantClient, cast: Cast, path: str, model: Any, factory: Any, data: dict[str, Any]
) -> None:
    with tenant_scope(cast.kreis):
        entry = factory()
    delete = f"{path}{entry.pk}/loeschung/"

    assert "Soll dieser Eintrag gelöscht werden?" in coordinator.get(delete).text
    with tenant_scope(cast.kreis):
        assert model.objects.count() == 1
    assert [coordinator.post(delete).status_code for _ in range(2)] == [302, 404]
    with tenant_scope(cast.kreis):
        assert model.objects.count() == 0
        assert AuditEntry.objects.filter(action__endswith=".removed").count() == 1


@every_list
def test_filters_find_by_title_and_year(
    coordinator: TenantClient, cast: Cast, path: str, model: Any, factory: Any, data: dict[str, Any]
) -> None:
    with tenant_scope(cast.kreis):
        wanted = factory(title="Sommerfest im Park", on=dt.date(2025, 7, 1))
        factory(on=dt.date(2026, 1, 1))

    for query in ("q=fest+park", "year=2025"):
        assert list(coordinator.get(f"{path}?{query}").context["page"]) == [wanted]
    assert coordinator.get(f"{path}?year=abc&q=%00").status_code == 200


@every_list
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "\x00"}, "title"),
        ({"title": "x" * 100_000}, "title"),
        ({"on": "31.2.2026"}, "on"),
        ({"on": "0026-01-01"}, "on"),
        ({"task_area": "zz"}, "task_area"),
    ],
)
def test_bad_input_gets_a_sentence_beside_the_field(
    coordinator: TenantClient,
    path: str,
    model: Any,
    factory: Any,
    data: dict[str, Any],
    changes: dict[str, str],
    field: str,
) -> None:
    response = coordinator.post(f"{path}neu/", data | changes)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("count", ["-3", "999999", "viele", "1e9"])
def test_number_of_people_is_a_sensible_one(coordinator: TenantClient, count: str) -> None:
    response = coordinator.post("/netzwerk/treffen/neu/", MEETING | {"people_count": count})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["people_count"]


@every_list
def test_foreign_entry_is_a_page_that_never_was(
    coordinator: TenantClient, cast: Cast, path: str, model: Any, factory: Any, data: dict[str, Any]
) -> None:
    with tenant_scope(cast.foreign_kreis):
        foreign = factory(title="Fremdes")

    assert "Fremdes" not in coordinator.get(path).text
    for step in ("bearbeiten/", "loeschung/"):
        assert coordinator.get(f"{path}{foreign.pk}/{step}").status_code == 404
        assert coordinator.post(f"{path}{foreign.pk}/{step}", data).status_code == 404


@every_list
def test_leitung_looks_and_others_stay_out(
    viewer: TenantClient,
    volunteer: TenantClient,
    partner: TenantClient,
    path: str,
    model: Any,
    factory: Any,
    data: dict[str, Any],
) -> None:
    assert viewer.get(path).status_code == 200
    assert viewer.post(f"{path}neu/", data).status_code == 403
    assert [client.get(path).status_code for client in (volunteer, partner)] == [403, 403]
