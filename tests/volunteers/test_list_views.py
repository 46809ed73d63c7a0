"""Views of the list kept under a name: own ones, and those shared in the Kreis."""

import pytest

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Membership
from tests.audit.test_page import lines
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.people import MembershipFactory
from volunteers.models import SavedView

PAGE, DELETE = "/ehrenamtliche/ansicht/", "/ehrenamtliche/ansicht/loeschen/"
QUERY = {"status": "active", "sort": "-name", "columns": ["place", "contact"], "page": "3"}
KEPT = "status=active&sort=-name&columns=place&columns=contact"


def test_view_keeps_filters_order_and_columns_and_nothing_else(
    coordinator: TenantClient, cast: Cast
) -> None:
    response = coordinator.post(PAGE, {"name": "Aktive", "evil": "1", **QUERY})

    assert response["Location"] == f"/landkreis-miesbach/ehrenamtliche/?{KEPT}"
    with tenant_scope(cast.kreis):
        view = SavedView.objects.get()
        assert (view.owner.user, view.name, view.query, view.is_shared) == (
            coordinator.user,
            "Aktive",
            KEPT,
            False,
        )
    page = coordinator.get(f"/ehrenamtliche/?{KEPT}").text
    assert f'<a href="?{KEPT.replace("&", "&amp;")}" aria-current="page">Aktive</a>' in page
    assert "hat die Ansicht Aktive gespeichert" in " ".join(
        lines(coordinator.get("/protokoll/?kind=volunteers.SavedView"))
    )


def test_same_name_twice_is_said_beside_the_field(coordinator: TenantClient) -> None:
    coordinator.post(PAGE, {"name": "Aktive", **QUERY})

    response = coordinator.post(PAGE, {"name": "Aktive", "status": "paused"})

    assert response.status_code == 422
    assert "Eine Ansicht mit diesem Namen haben Sie schon." in response.text


@pytest.fixture
def views(cast: Cast) -> dict[str, SavedView]:
    """Two views of a colleague, one of them shared, and one of another Kreis."""
    with tenant_scope(cast.kreis):
        owner = MembershipFactory(name="Kollegin")
        made = {
            name: SavedView.objects.create(
                owner=owner, name=name, query="status=paused", is_shared=shared
            )
            for name, shared in (("Geteiltes", True), ("Geheimes", False))
        }
    with tenant_scope(cast.foreign_kreis):
        owner = Membership.objects.get(user=cast.foreign_coordinator)
        made["Fremdes"] = SavedView.objects.create(
            owner=owner, name="Fremdes", query="status=paused", is_shared=True
        )
    return made


def test_colleagues_see_what_is_shared(viewer: TenantClient, views: dict[str, SavedView]) -> None:
    for path in ("/ehrenamtliche/", PAGE):
        page = viewer.get(path).text
        assert [name for name in views if name in page] == ["Geteiltes"]


def test_only_the_owner_deletes(
    coordinator: TenantClient, viewer: TenantClient, cast: Cast, views: dict[str, SavedView]
) -> None:
    for view in views.values():
        coordinator.post(DELETE, {"view": view.pk})
    viewer.post(PAGE, {"name": "Meine", **QUERY})
    with tenant_scope(cast.kreis):
        own = SavedView.objects.get(name="Meine")
    viewer.post(DELETE, {"view": own.pk})

    with tenant_scope(cast.kreis):
        assert sorted(SavedView.objects.values_list("name", flat=True)) == ["Geheimes", "Geteiltes"]
    with tenant_scope(cast.foreign_kreis):
        assert SavedView.objects.count() == 1


def test_view_of_somebody_with_two_roles_is_one_list(cast: Cast, coordinator: TenantClient) -> None:
    """Who is Lotsin and volunteer keeps views under one of the two and sees them all the same."""
    with tenant_scope(cast.kreis):
        MembershipFactory(user=cast.coordinator, role="volunteer", name="")
    coordinator.post(PAGE, {"name": "Aktive", **QUERY})

    assert "Aktive</a>" in coordinator.get("/ehrenamtliche/").text


def test_columns_and_name_are_sent_together(coordinator: TenantClient) -> None:
    page = coordinator.get(f"{PAGE}?status=active&columns=circles").text

    [form] = [part for part in page.split("<form") if 'name="columns"' in part]
    form = form.partition("</form>")[0]
    assert ('name="name"' in form, 'type="hidden" name="columns"' in form) == (True, False)


def test_columns_are_looked_at_without_a_name(coordinator: TenantClient, cast: Cast) -> None:
    response = coordinator.post(PAGE, {"show": "1", **QUERY})

    assert response["Location"] == f"/landkreis-miesbach/ehrenamtliche/?{KEPT}"
    with tenant_scope(cast.kreis):
        assert not SavedView.objects.exists()
