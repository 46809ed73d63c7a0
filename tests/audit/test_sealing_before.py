"""Entries that were there before the chain was: the migration seals them, and it is whole."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db.migrations.executor import MigrationExecutor

from lotsen_portal.audit import trail
from lotsen_portal.audit.models import AuditSeal
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests import databases
from tests.factories.people import TenantFactory

pytestmark = pytest.mark.slow

BEFORE = ("audit", "0003_seals_and_details")
ENTRY = (
    "INSERT INTO audit_auditentry (tenant_id, at, actor_id, action, subject_kind, subject_id)"
    " VALUES (%s, %s, %s, %s, 'probe', %s)"
)
LAND_ENTRY = (
    "INSERT INTO audit_landauditentry (kreis_id, at, actor_id, action, subject_kind, subject_id)"
    " VALUES (%s, %s, %s, %s, 'probe', %s)"
)


@pytest.fixture
def owner(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with django_db_blocker.unblock(), databases.empty_one() as owner:
        yield owner


def written_before(kreise: list[Tenant]) -> None:
    """Write one entry of the first Kreis between two of the second, and two of the Land."""
    with databases.owner() as connection:
        for number, kreis in enumerate([kreise[1], kreise[0], kreise[1]]):
            connection.execute("SELECT set_config('app.tenant_id', %s, true)", [str(kreis.pk)])
            moment = f"2026-03-0{number + 1} 10:00:00.00{number}+01"
            connection.execute(ENTRY, [kreis.pk, moment, None, "probe.made", number])
        connection.execute(LAND_ENTRY, [None, "2026-03-01 10:00+00", 7, "probe.made", None])
        connection.execute(LAND_ENTRY, [kreise[0].pk, "2026-03-01 09:00+00", 7, "probe.made", 3])


def test_earlier_entries_are_sealed_in_the_order_in_which_they_were_written(owner: Any) -> None:
    newest = MigrationExecutor(owner).loader.graph.leaf_nodes
    MigrationExecutor(owner).migrate([*newest("tenancy"), BEFORE])
    kreise = [TenantFactory(slug="landkreis-a"), TenantFactory(slug="landkreis-b")]
    written_before(kreise)

    MigrationExecutor(owner).migrate(newest("audit"))
    with tenant_scope(kreise[0]):
        trail.record("probe.made", kreise[0], by=None)

    told = StringIO()
    call_command("verify_trail", stdout=told)
    found = [line.split() for line in told.getvalue().splitlines()]
    assert [(name, sealed, " ".join(verdict)) for name, sealed, _, *verdict in found] == [
        ("landkreis-a:", "2", "in Ordnung"),
        ("landkreis-b:", "2", "in Ordnung"),
        ("land:", "2", "in Ordnung"),
    ]
    with tenant_scope(kreise[1]):
        seals = AuditSeal.objects.order_by("number").values_list("number", "entry__subject_id")
        assert list(seals) == [(1, 0), (2, 2)]
