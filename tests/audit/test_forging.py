"""What the trail takes from whoever runs SQL as the portal: when it was, the database says."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import timezone

from lotsen_portal.audit import trail
from lotsen_portal.audit.chain import verify_kreis, verify_land
from lotsen_portal.audit.models import AuditDetail, AuditEntry, LandAuditEntry
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests.factories.people import TenantFactory

pytestmark = pytest.mark.usefixtures("committed")

ENTRY = (
    "INSERT INTO audit_auditentry (tenant_id, at, action, subject_kind) VALUES ({}, {}, 'x', 'x')"
)
LAND_ENTRY = "INSERT INTO audit_landauditentry (at, action, subject_kind) VALUES ({}, 'x', 'x')"


@pytest.fixture
def kreis(committed: None) -> Tenant:
    return TenantFactory(slug="landkreis-kette")


def as_portal(statement: str, *args: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, args)


def entry_of(kreis: Tenant) -> AuditEntry:
    with tenant_scope(kreis):
        return trail.record("probe.made", kreis, by=None)


# When it was


@pytest.mark.parametrize("at", ["'infinity'", "'-infinity'", "'2001-01-01'", "'20000-01-01'"])
def test_moment_of_an_entry_is_that_of_its_transaction(kreis: Tenant, at: str) -> None:
    before = timezone.now() - dt.timedelta(minutes=1)
    with tenant_scope(kreis):
        as_portal(ENTRY.format(kreis.pk, at))
    as_portal(LAND_ENTRY.format(at))

    with tenant_scope(kreis):
        moments = [AuditEntry.objects.get().at, LandAuditEntry.objects.get().at]
    assert [before < moment <= timezone.now() for moment in moments] == [True, True]
    assert [verdict.fault for verdict in (verify_kreis(kreis), verify_land())] == ["", ""]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_auditentry (id, tenant_id, at, action, subject_kind)"
        " VALUES (900000, {kreis}, now(), 'x', 'x')",
        "INSERT INTO audit_landauditentry (id, at, action, subject_kind)"
        " VALUES (900000, now(), 'x', 'x')",
        "INSERT INTO audit_auditdetail (id, tenant_id, entry_id, changes)"
        " VALUES (900000, {kreis}, {entry}, '{{}}')",
    ],
)
def test_number_of_a_row_is_not_for_the_portal_to_choose(kreis: Tenant, statement: str) -> None:
    entry = entry_of(kreis)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        tenant_scope(kreis),
    ):
        as_portal(statement.format(kreis=kreis.pk, entry=entry.pk))


# What was changed


@pytest.mark.parametrize(
    "changes",
    [
        "[1]",
        "null",
        '"name"',
        "7",
        '{"name": "Ada"}',
        '{"name": {"0": "Ada", "1": "Bea"}}',
        '{"name": ["Ada"]}',
        '{"name": ["Ada", "Bea", "Cea"]}',
        '{"name": [["Ada"], "Bea"]}',
        '{"name": ["Ada", null]}',
        '{"phone": ["1", "2"], "name": [1, 2]}',
    ],
)
def test_detail_of_another_shape_is_refused(kreis: Tenant, changes: str) -> None:
    """The page shows pairs of texts and could show nothing else, ever after."""
    with pytest.raises(IntegrityError, match="audit_detail_pairs"), tenant_scope(kreis):
        _detail(trail.record("probe.made", kreis, by=None), changes)


@pytest.mark.parametrize("changes", ["{}", '{"phone": ["–", "08022 1"], "Sprachen": ["", "uk"]}'])
def test_pairs_of_texts_are_taken(kreis: Tenant, changes: str) -> None:
    with tenant_scope(kreis):
        _detail(trail.record("probe.made", kreis, by=None), changes)

        assert AuditDetail.objects.count() == 1


def test_detail_is_never_written_as_emptied(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        entry = trail.record("probe.made", kreis, by=None)
        with pytest.raises(ProgrammingError, match="emptied by the clock"), transaction.atomic():
            AuditDetail.objects.create(entry=entry, emptied_at=timezone.now())


def test_detail_comes_with_its_entry_and_never_later(kreis: Tenant) -> None:
    entry = entry_of(kreis)

    with pytest.raises(ProgrammingError, match="with its entry"), tenant_scope(kreis):
        _detail(entry, '{"name": ["Ada", "Bea"]}')

    with tenant_scope(kreis):
        assert not AuditDetail.objects.exists()


def test_detail_of_an_entry_of_the_same_transaction_but_another_savepoint(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        with transaction.atomic():
            entry = trail.record("probe.made", kreis, by=None)
        _detail(entry, '{"name": ["Ada", "Bea"]}')

        assert AuditDetail.objects.get().entry_id == entry.pk


def _detail(entry: AuditEntry, changes: Any) -> None:
    as_portal(
        "INSERT INTO audit_auditdetail (tenant_id, entry_id, changes) VALUES (%s, %s, %s)",
        *(entry.tenant_id, entry.pk, changes),
    )
