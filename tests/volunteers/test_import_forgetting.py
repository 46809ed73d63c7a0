"""What is left of an import after 14 days: numbers, and nobody half taken in."""

import datetime as dt

from django.utils import timezone

from lotsen_portal.files import schedule as files
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.factories.volunteers import VolunteerFactory
from tests.volunteers import importing
from volunteers.actions import imports as actions
from volunteers.models import ImportRow, ImportRun, Volunteer
from volunteers.schedule import imports as schedule


def test_cells_and_file_are_let_go_after_fourteen_days(cast: Cast) -> None:
    old = importing.read(cast.kreis, importing.people(2), by=cast.coordinator)
    old = importing.taken_over(cast.kreis, old, by=cast.coordinator)
    recent = importing.read(cast.kreis, importing.people(2), by=cast.coordinator)
    recent = importing.taken_over(cast.kreis, recent, by=cast.coordinator)
    unfinished = importing.read(cast.kreis, importing.people(2), by=cast.coordinator)
    long_ago = timezone.now() - dt.timedelta(days=14, minutes=1)
    with tenant_scope(cast.kreis):
        ImportRun.objects.filter(pk=old.pk).update(started_at=long_ago, written_at=long_ago)
        ImportRun.objects.filter(pk=unfinished.pk).update(started_at=long_ago)
        # Uploaded long ago, taken over lately: the way back is still open.
        ImportRun.objects.filter(pk=recent.pk).update(started_at=long_ago)

    schedule.forget()
    files.sweep()

    with tenant_scope(cast.kreis):
        assert list(ImportRun.objects.order_by("pk")) == [old, recent]
        told = ImportRow.objects.filter(run=old).values_list(
            "cells", "values", "remarks", "alike", "undo", "outcome"
        )
        assert set(map(str, told)) == {str(([], {}, [], [], {}, "neu aufgenommen"))}
        assert all(row.cells for row in recent.rows.all())
        assert [file.owner_id for file in Attachment.objects.all()] == [recent.pk]
        assert importing.reread(cast.kreis, old).sheets == []


def test_result_tells_after_fourteen_days_no_more_than_the_number(cast: Cast) -> None:
    with tenant_scope(cast.kreis):
        VolunteerFactory(first_name="Ada", last_name="Maier", email="ada@example.org")
    table = importing.table(importing.HEAD, ["Maier, Ada", "ada@example.org", "ruft gern an"])
    run = importing.read(cast.kreis, table, by=cast.coordinator)
    run = importing.taken_over(cast.kreis, run, by=cast.coordinator)
    [row] = importing.rows(cast.kreis, run)
    assert row.outcome == "zusammengeführt: ergänzt Notiz"

    _forget(cast, run)

    run = importing.reread(cast.kreis, run)
    assert (importing.rows(cast.kreis, run)[0].outcome, run.columns) == ("zusammengeführt", [])


def test_run_given_up_halfway_ends_with_what_it_had(cast: Cast, coordinator: TenantClient) -> None:
    run = importing.read(cast.kreis, importing.people(2), by=cast.coordinator)
    with tenant_scope(cast.kreis):
        actions.take_over(run, by=cast.coordinator)
        known = Volunteer.objects.count()
        ImportRun.objects.get(pk=run.pk).give_up(schedule.INTERRUPTED)

    _forget(cast, run)

    answer = coordinator.post(f"/ehrenamtliche/import/{run.pk}/wiederholung/")
    assert answer.status_code == 302
    run = importing.work(cast.kreis, run)
    assert (run.state, run.reason) == ("done", "")
    assert [row.outcome for row in importing.rows(cast.kreis, run)] == ["nicht übernommen"] * 2
    with tenant_scope(cast.kreis):
        assert Volunteer.objects.count() == known


def test_rows_that_a_worker_is_writing_are_not_emptied(cast: Cast) -> None:
    run = importing.read(cast.kreis, importing.people(2), by=cast.coordinator)
    with tenant_scope(cast.kreis):
        actions.take_over(run, by=cast.coordinator)

    _forget(cast, run)

    run = importing.work(cast.kreis, run)
    names = [row.listed_name for row in importing.rows(cast.kreis, run)]
    assert (run.state, all(names)) == ("done", True)


def _forget(cast: Cast, run: ImportRun) -> None:
    """Let fourteen days go by."""
    long_ago = timezone.now() - dt.timedelta(days=14, minutes=1)
    with tenant_scope(cast.kreis):
        ImportRun.objects.filter(pk=run.pk).update(started_at=long_ago)
        ImportRun.objects.filter(pk=run.pk, written_at__isnull=False).update(written_at=long_ago)
    schedule.forget()
