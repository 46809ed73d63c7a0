"""What imports do by the clock."""

from celery import shared_task
from django.db.models import CharField, F, Func, Value
from django.utils import timezone

from lotsen_portal.files import actions as files
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from volunteers import tasks
from volunteers.importing.writing import NOT_TAKEN
from volunteers.models import ImportRow, ImportRun
from volunteers.querysets import UNDO_PERIOD

INTERRUPTED = "Die Arbeit daran wurde dreimal unterbrochen."


@shared_task
def sweep() -> None:
    """Wake what waits or was interrupted; give up what died three times."""
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            now = timezone.now()
            for run in ImportRun.objects.exhausted(now).select_for_update(skip_locked=True):
                run.give_up(INTERRUPTED)
            for run in ImportRun.objects.claimable(now).order_by("pk"):
                tasks.carry_on.delay_on_commit(run.pk)


@shared_task
def forget() -> None:
    """After 14 days let go of the file, the cells and all that tells of people.

    Of a finished run the numbers stay; one that was never finished goes.
    """
    before = timezone.now() - UNDO_PERIOD
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            runs = ImportRun.objects.filter(started_at__lt=before).order_by("pk")
            for run in runs.select_for_update(skip_locked=True):
                if run.is_open:
                    files.detach(run, by=None)
                    run.delete()
                elif run.is_at_work:
                    # What a worker writes or takes back it still needs.
                    continue
                elif run.written_at is None or run.written_at < before:
                    _empty(run)


def _empty(run: ImportRun) -> None:
    files.detach(run, by=None)
    told = run.rows.exclude(cells=[], values={}, remarks=[], alike=[], undo={})
    told.filter(kind=ImportRow.Kind.PERSON, outcome="").update(outcome=NOT_TAKEN)
    # What follows the first words names what was added to whom.
    parts = F("outcome"), Value(":"), Value(1)
    kept = Func(*parts, function="split_part", output_field=CharField())
    told.update(cells=[], values={}, remarks=[], alike=[], undo={}, outcome=kept)
    if run.sheets or run.columns:
        run.end()
