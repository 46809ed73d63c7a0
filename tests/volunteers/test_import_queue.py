"""The queue of imports: a worker killed, two at once, a lease that ran out."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.files.models import Attachment
from lotsen_portal.presets import land
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from tests import processes
from tests.cast import Cast
from tests.factories.people import MembershipFactory, TenantFactory
from tests.volunteers import importing
from volunteers import tasks
from volunteers.actions import imports as actions
from volunteers.importing import steps
from volunteers.importing.reading import Sheet
from volunteers.models import ImportRow, ImportRun, Volunteer
from volunteers.schedule import imports as schedule


@pytest.mark.worker
@pytest.mark.usefixtures("committed")
def test_worker_killed_in_the_middle_doubles_nobody() -> None:
    kreis = TenantFactory(slug="landkreis-miesbach")
    land.begin(kreis)
    with tenant_scope(kreis):
        user = MembershipFactory().user
    run = importing.read(kreis, importing.people(3000), by=user)
    with processes.worker() as first:
        with tenant_scope(kreis):
            actions.decide_all_open(run, "new", by=user)
            actions.take_over(run, by=user)
        processes.wait_until(lambda: importing.reread(kreis, run).done_rows > 0)
        processes.kill(first)
    half = importing.reread(kreis, run)
    with tenant_scope(kreis):
        assert Volunteer.objects.count() == half.done_rows
    assert (half.state, 0 < half.done_rows < 3000) == ("writing", True)

    with processes.worker():
        processes.wait_until(lambda: importing.reread(kreis, run).state == "done")

    with tenant_scope(kreis):
        assert Volunteer.objects.count() == 3000
        assert not ImportRow.objects.filter(run=run).exclude(outcome="neu aufgenommen").exists()


@pytest.fixture
def run(cast: Cast) -> ImportRun:
    return importing.uploaded(cast.kreis, importing.people(3), by=cast.coordinator)


def test_two_workers_take_one_run_once(cast: Cast, run: ImportRun) -> None:
    first, second = (tasks.Hold.take(cast.kreis, run.pk) for _ in range(2))

    assert (first is not None, second) == (True, None)


def test_worker_that_lost_its_lease_writes_nothing(cast: Cast, run: ImportRun) -> None:
    slow = tasks.Hold.take(cast.kreis, run.pk)
    assert slow is not None
    with tenant_scope(cast.kreis):
        ImportRun.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert tasks.Hold.take(cast.kreis, run.pk) is not None

    with pytest.raises(tasks.LostLease):
        steps.look(slow)

    assert importing.reread(cast.kreis, run).state == "looking"


@pytest.mark.usefixtures("committed")
def test_worker_passes_by_a_run_that_somebody_is_just_at() -> None:
    kreis = TenantFactory(slug="landkreis-miesbach")
    land.begin(kreis)
    with tenant_scope(kreis):
        user = MembershipFactory().user
    run = importing.uploaded(kreis, importing.people(3), by=user)

    with ThreadPoolExecutor(1) as pool, tenant_scope(kreis):
        ImportRun.objects.select_for_update().get(pk=run.pk)
        # It would wait for this very block to end.
        assert pool.submit(_take, kreis, run).result(timeout=10) is None

    assert _take(kreis, run) is not None


def _take(kreis: Tenant, run: ImportRun) -> tasks.Hold | None:
    try:
        return tasks.Hold.take(kreis, run.pk)
    finally:
        connection.close()


@pytest.mark.usefixtures("committed")
def test_run_may_be_thrown_away_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    kreis = TenantFactory(slug="landkreis-miesbach")
    land.begin(kreis)
    with tenant_scope(kreis):
        user = MembershipFactory().user
    read = Sheet.read
    discarded: list[int] = []

    def slow(sheet: Sheet, number: int, cells: list[str]) -> ImportRow:
        if not discarded:
            with ThreadPoolExecutor(1) as pool:
                discarded.append(pool.submit(_discard_all, kreis).result(timeout=10))
        return read(sheet, number, cells)

    monkeypatch.setattr(Sheet, "read", slow)

    with pytest.raises(ImportRun.DoesNotExist):
        importing.read(kreis, importing.people(3), by=user)

    with tenant_scope(kreis):
        assert (discarded, ImportRow.objects.count()) == ([1], 0)


def _discard_all(kreis: Tenant) -> int:
    """Throw away all runs, from another connection and without waiting for anybody."""
    try:
        with tenant_scope(kreis):
            runs = list(ImportRun.objects.select_for_update(nowait=True))
            for run in runs:
                actions.discard(run, by=None)
            return len(runs)
    finally:
        connection.close()


@pytest.mark.parametrize("error", [ZeroDivisionError(), DomainError("Das geht nicht.")])
def test_run_that_broke_in_other_hands_is_left_to_them(
    cast: Cast, run: ImportRun, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def thrown_away(hold: tasks.Hold) -> None:
        with tenant_scope(cast.kreis):
            actions.discard(run, by=cast.coordinator)
        raise error

    monkeypatch.setitem(tasks._steps, "looking", thrown_away)

    with pytest.raises(ImportRun.DoesNotExist):
        importing.work(cast.kreis, run)


def test_what_breaks_three_times_is_given_up_and_may_be_tried_again(
    cast: Cast, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(hold: tasks.Hold) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(tasks._steps, "looking", broken)
    states = [importing.work(cast.kreis, run).state for _ in range(3)]

    failed = importing.reread(cast.kreis, run)
    assert states == ["looking", "looking", "failed"]
    assert (failed.failed_in, failed.reason) == (
        "looking",
        "Technischer Fehler: ZeroDivisionError.",
    )
    monkeypatch.undo()
    with tenant_scope(cast.kreis):
        actions.try_again(failed, by=cast.coordinator)
    assert importing.work(cast.kreis, run).state == "columns"


def test_sweeper_wakes_what_waits_and_gives_up_what_died_thrice(
    cast: Cast, run: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = importing.uploaded(cast.kreis, importing.people(3), by=cast.coordinator)
    held = importing.uploaded(cast.kreis, importing.people(3), by=cast.coordinator)
    now = timezone.now()
    with tenant_scope(cast.kreis):
        ImportRun.objects.filter(pk=dead.pk).update(attempt=3, lease_until=now)
        ImportRun.objects.filter(pk=held.pk).update(
            attempt=1, lease_until=now + dt.timedelta(minutes=1)
        )
    woken: list[int] = []
    monkeypatch.setattr(tasks.carry_on, "delay_on_commit", woken.append)

    schedule.sweep()

    assert woken == [run.pk]
    given_up = importing.reread(cast.kreis, dead)
    assert (given_up.state, given_up.reason) == ("failed", schedule.INTERRUPTED)


def test_run_without_anything_taken_over_may_be_thrown_away(cast: Cast, run: ImportRun) -> None:
    done = importing.read(cast.kreis, importing.people(2), by=cast.coordinator)
    done = importing.taken_over(cast.kreis, done, by=cast.coordinator)
    with tenant_scope(cast.kreis):
        actions.discard(run, by=cast.coordinator)
        with pytest.raises(actions.NotNow, match="schon übernommen"):
            actions.discard(done, by=cast.coordinator)

        assert list(ImportRun.objects.all()) == [done]
        assert [file.owner_id for file in Attachment.objects.all()] == [done.pk]
