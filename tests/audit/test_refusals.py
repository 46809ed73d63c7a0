"""Who was not let in where: written once the request is over, a few times, in the right trail."""

from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from redis.exceptions import ConnectionError as ValkeyGone

from lotsen_portal.audit import middleware
from lotsen_portal.audit.models import AuditEntry, LandAuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Role, Tenant
from tests.cast import Cast, assemble
from tests.conftest import TenantClient
from tests.factories.people import UserFactory
from tests.signing_in import sign_in

Line = tuple[Any, ...]


def in_kreis(tenant: Tenant) -> list[Line]:
    with tenant_scope(tenant):
        found = AuditEntry.objects.filter(action="access.refused").order_by("pk")
        return list(found.values_list("actor_id", "subject_kind", "subject_id"))


def in_land() -> list[Line]:
    found = LandAuditEntry.objects.filter(action="access.refused").order_by("pk")
    return list(found.values_list("actor_id", "subject_kind", "subject_id", "kreis__slug"))


def test_page_of_another_role(cast: Cast, volunteer: TenantClient) -> None:
    assert volunteer.get("/ehrenamtliche/").status_code == 403

    assert in_kreis(cast.kreis) == [(volunteer.user.pk, "volunteers:list", None)]
    assert in_land() == []


def test_row_of_a_colleague_is_a_404_and_an_entry(cast: Cast, volunteer: TenantClient) -> None:
    pk = cast.colleague.pk

    assert volunteer.get(f"/ehrenamtliche/{pk}/").status_code == 404
    assert volunteer.post(f"/ehrenamtliche/{pk}/bearbeiten/").status_code == 403

    who = volunteer.user.pk
    assert in_kreis(cast.kreis) == [(who, "volunteers:detail", pk), (who, "volunteers:edit", pk)]


def test_stranger_in_a_kreis_is_written_into_the_trail_of_the_land(cast: Cast) -> None:
    stranger = TenantClient(cast.foreign_kreis, cast.coordinator)
    pk = cast.foreign_volunteer.pk

    assert stranger.get(f"/ehrenamtliche/{pk}/").status_code == 404
    assert stranger.get("/gibt/es/nicht/").status_code == 404

    who, slug = cast.coordinator.pk, cast.foreign_kreis.slug
    assert in_land() == [(who, "volunteers:detail", pk, slug), (who, "unknown", None, slug)]
    assert in_kreis(cast.foreign_kreis) == in_kreis(cast.kreis) == []


def test_pages_of_the_land_and_of_operators(cast: Cast, coordinator: TenantClient) -> None:
    for path in ("/land/", "/betrieb/"):
        assert coordinator.client.get(path).status_code == 404

    who = cast.coordinator.pk
    assert in_land() == [(who, "land:reports", None, None), (who, "operations:home", None, None)]


def test_slip_and_old_form_are_no_refusals(cast: Cast, coordinator: TenantClient) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), cast.coordinator)
    path = f"/{cast.kreis.slug}/einstellungen/oeffentliche-seite/"

    assert coordinator.get("/vertippt/").status_code == 404
    assert coordinator.client.get("/vertippt/").status_code == 404
    assert strict.post(path).status_code == 403

    assert (in_kreis(cast.kreis), in_land()) == ([], [])


def test_whoever_is_not_signed_in_leaves_no_entry(cast: Cast, anonymous: TenantClient) -> None:
    assert anonymous.get("/gibt/es/nicht/").status_code == 404
    assert anonymous.post(f"/ehrenamtliche/{cast.volunteer.pk}/bearbeiten/").status_code == 403

    assert (in_kreis(cast.kreis), in_land()) == ([], [])


# Not without limit


def test_same_door_counts_once_a_minute(cast: Cast, volunteer: TenantClient) -> None:
    for _ in range(3):
        volunteer.get("/ehrenamtliche/")
    assert len(in_kreis(cast.kreis)) == 1

    cache.clear()  # the minute is over
    volunteer.get("/ehrenamtliche/")
    assert len(in_kreis(cast.kreis)) == 2


def test_who_tries_every_number_is_written_down_so_often(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "DOORS_AN_HOUR", 3)
    for user in (UserFactory(), UserFactory()):
        stranger = TenantClient(cast.kreis, user)
        for pk in range(1, 6):
            assert stranger.get(f"/ehrenamtliche/{pk}/").status_code == 404

    assert [subject_id for _, _, subject_id, _ in in_land()] == [1, 2, 3, 1, 2, 3]


def test_number_larger_than_any_row_is_left_out(cast: Cast, volunteer: TenantClient) -> None:
    assert volunteer.get(f"/ehrenamtliche/{'9' * 30}/").status_code == 404

    assert in_kreis(cast.kreis) == [(volunteer.user.pk, "volunteers:detail", None)]


def test_valkey_that_is_gone_breaks_no_page(cast: Cast, volunteer: TenantClient) -> None:
    with mock.patch.object(cache, "add", side_effect=ValkeyGone):
        for _ in range(2):
            assert volunteer.get("/ehrenamtliche/").status_code == 403

    assert len(in_kreis(cast.kreis)) == 2


# In a transaction of its own


@pytest.mark.usefixtures("committed")
def test_entry_outlives_the_request_that_was_taken_back() -> None:
    """Here nothing wraps the request: what the middleware has not committed is gone."""
    cache.clear()
    cast = assemble()
    volunteer = TenantClient(cast.kreis, cast.people[Role.VOLUNTEER])

    assert volunteer.post(reverse("volunteers:create", urlconf="lotsen_portal.tenant_urls"))
    assert in_kreis(cast.kreis) == [(volunteer.user.pk, "volunteers:create", None)]
