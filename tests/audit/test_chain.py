"""The chain of the trail: sealed by the database at commit, and what breaks it is found."""

import threading
import time
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from lotsen_portal.audit import schedule, trail
from lotsen_portal.audit.chain import Verdict, verify_kreis, verify_land
from lotsen_portal.audit.models import AuditEntry, AuditSeal
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests import databases
from tests.factories.people import TenantFactory

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def kreis(committed: None) -> Tenant:
    """A Kreis with four entries, the last three of one transaction; the Land has two."""
    kreis = TenantFactory(slug="landkreis-kette")
    _record(kreis, 1)
    _record(kreis, 3)
    for _ in range(2):
        trail.record_for_land("probe.made", kreis, by=None)
    return kreis


def _record(kreis: Tenant, times: int) -> None:
    with tenant_scope(kreis):
        for _ in range(times):
            trail.record("probe.made", kreis, by=None)


def _ids(kreis: Tenant) -> list[int]:
    with tenant_scope(kreis):
        return list(AuditSeal.objects.order_by("number").values_list("entry_id", flat=True))


def _tamper(*statements: str) -> None:
    """Do as the owner of the tables does who wants to hide something."""
    with databases.owner() as owner:
        owner.execute("ALTER TABLE audit_auditentry NO FORCE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE audit_auditseal NO FORCE ROW LEVEL SECURITY")
        key = "audit_auditseal_entry_same_tenant"
        owner.execute(f"ALTER TABLE audit_auditseal DROP CONSTRAINT {key}")
        with databases.trail_unguarded(owner):
            for statement in statements:
                owner.execute(statement)
        owner.execute("ALTER TABLE audit_auditentry FORCE ROW LEVEL SECURITY")
        owner.execute("ALTER TABLE audit_auditseal FORCE ROW LEVEL SECURITY")
        owner.execute(
            f"ALTER TABLE audit_auditseal ADD CONSTRAINT {key} FOREIGN KEY (tenant_id, entry_id)"
            " REFERENCES audit_auditentry (tenant_id, id) NOT VALID"
        )


def test_every_committed_entry_has_the_next_seal(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        seals = list(AuditSeal.objects.order_by("number").values_list("number", "sha256"))
        entries = set(AuditEntry.objects.values_list("pk", flat=True))

    assert [number for number, _ in seals] == [1, 2, 3, 4]
    assert set(_ids(kreis)) == entries
    assert verify_kreis(kreis) == Verdict(4, seals[-1][1])
    assert verify_land().sealed == 2
    assert verify_land().fault == ""


def test_what_was_rolled_back_leaves_no_gap(kreis: Tenant) -> None:
    with tenant_scope(kreis):
        trail.record("probe.made", kreis, by=None)
        transaction.set_rollback(True)
    _record(kreis, 1)

    verdict = verify_kreis(kreis)

    assert (verdict.sealed, verdict.fault) == (5, "")


def test_kreise_have_chains_of_their_own(kreis: Tenant) -> None:
    other = TenantFactory()
    _record(other, 2)

    assert (verify_kreis(other).sealed, verify_kreis(kreis).sealed) == (2, 4)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_auditentry SET action = 'x.y' WHERE id = {2}", "Eintrag {2} oder sein"),
        ("UPDATE audit_auditentry SET actor_id = 7 WHERE id = {1}", "Eintrag {1} oder sein"),
        ("UPDATE audit_auditentry SET at = at - interval '1 s' WHERE id = {1}", "Eintrag {1} oder"),
        ("DELETE FROM audit_auditentry WHERE id = {1}", "Eintrag {1} (Siegel 2) fehlt"),
        ("DELETE FROM audit_auditseal WHERE number = 2", "Siegel 2 fehlt"),
        ("DELETE FROM audit_auditseal WHERE number = 4", "Eintrag {3} hat kein Siegel"),
        (
            "UPDATE audit_auditseal SET sha256 = 'x' WHERE number = 3",
            "Eintrag {2} oder sein Siegel",
        ),
    ],
)
def test_first_broken_place_is_found(kreis: Tenant, statement: str, fault: str) -> None:
    ids = _ids(kreis)
    _tamper(statement.format(*ids))
    output = StringIO()

    with pytest.raises(CommandError, match="nicht mehr ganz: landkreis-kette"):
        call_command("verify_trail", stdout=output)

    assert fault.format(*ids) in output.getvalue()
    assert verify_land().fault == ""


def test_command_prints_a_line_for_each_kreis_and_the_land(kreis: Tenant) -> None:
    output, one = StringIO(), StringIO()
    call_command("verify_trail", stdout=output)
    call_command("verify_trail", tenant=kreis.slug, stdout=one)

    own = f"landkreis-kette: 4 {verify_kreis(kreis).last[:16]} in Ordnung"
    land = f"land: 2 {verify_land().last[:16]} in Ordnung"
    assert output.getvalue().splitlines() == [own, land]
    assert one.getvalue().splitlines() == [own]
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("verify_trail", tenant="landkreis-nirgendwo", stdout=one)


def test_trail_that_cannot_be_read_hides_no_other(
    kreis: Tenant, caplog: pytest.LogCaptureFixture
) -> None:
    """Python knows no year after 9999: reading such an entry fails, not comparing it."""
    TenantFactory(slug="landkreis-vorher")
    whole = TenantFactory(slug="landkreis-zuletzt")
    _record(whole, 1)
    _tamper(
        f"UPDATE audit_auditentry SET at = 'infinity' WHERE id = {_ids(kreis)[0]}",
        "UPDATE audit_landauditentry SET at = '-infinity'",
    )
    output = StringIO()

    with pytest.raises(CommandError, match=r"nicht mehr ganz: landkreis-kette, land$"):
        call_command("verify_trail", stdout=output)
    schedule.verify()

    assert output.getvalue().splitlines() == [
        "landkreis-kette: 0 - nicht lesbar (DataError)",
        "landkreis-vorher: 0 - in Ordnung",
        f"landkreis-zuletzt: 1 {verify_kreis(whole).last[:16]} in Ordnung",
        "land: 0 - nicht lesbar (DataError)",
    ]
    told = [message for message in caplog.messages if "is broken" in message]
    assert told == [
        "The trail of landkreis-kette is broken: nicht lesbar (DataError)",
        "The trail of land is broken: nicht lesbar (DataError)",
    ]


# Who may not


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET action = 'x'",
        "DELETE FROM audit_landauditentry",
        "TRUNCATE audit_auditentry CASCADE",
        "DELETE FROM audit_auditseal",
        "UPDATE audit_landauditseal SET number = 9",
        "DELETE FROM audit_auditdetail",
        "TRUNCATE audit_auditdetail",
    ],
)
def test_trail_refuses_corrections_even_of_its_owner(kreis: Tenant, statement: str) -> None:
    with databases.owner() as owner, pytest.raises(psycopg.errors.InsufficientPrivilege) as refusal:
        owner.execute(statement)
    assert "append-only" in str(refusal.value)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_landauditseal (number, sha256, entry_id) VALUES (9, 'x', 1)",
        "UPDATE audit_landauditentry SET action = 'x'",
        "SELECT audit_append_seal(e) FROM audit_auditentry e",
        "ALTER TABLE audit_auditentry DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
def test_portal_itself_can_neither_seal_nor_correct(kreis: Tenant, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


# Many at once, and much


def test_many_writers_at_once_make_one_chain_and_no_deadlock(kreis: Tenant) -> None:
    """The lock of the chain is taken at commit, after all that the transaction holds."""
    failures: list[Any] = []

    def write() -> None:
        try:
            for _ in range(10):
                _record(kreis, 2)
        except Exception as error:  # noqa: BLE001  # told below, in the test's own thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    verdict = verify_kreis(kreis)
    assert (failures, verdict.sealed, verdict.fault) == ([], 84, "")


@pytest.mark.slow
def test_twenty_thousand_entries_are_sealed_and_verified_in_bounded_time(kreis: Tenant) -> None:
    count = 20_000
    begin = time.monotonic()
    with tenant_scope(kreis):
        AuditEntry.objects.bulk_create(
            (AuditEntry(action="probe.made", subject_kind="x") for _ in range(count)),
            batch_size=5000,
        )
    sealed = time.monotonic()
    verdict = verify_kreis(kreis)
    verified = time.monotonic()
    print(f"sealed {count} in {sealed - begin:.1f} s, verified in {verified - sealed:.1f} s")

    assert (verdict.sealed, verdict.fault) == (count + 4, "")
    # Five times as many take five times as long: 100,000 in less than a minute and a half.
    assert verified - sealed < 18
