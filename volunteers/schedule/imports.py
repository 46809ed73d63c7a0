"""What imports do by the clock."""

from celery import shared_task
from django.utils import timezone

from lotsen_portal.files import actions as files
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from volunteers import tasks
from volunteers.models import ImportRun
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
            for run in ImportRun.objects.filter(started_at__lt=before).order_by("pk"):
                if run.is_open:
                    files.detach(run, by=None)
                    run.delete()
                elif run.written_at is None or run.written_at < before:
                    _empty(run)


def _empty(run: ImportRun) -> None:
    files.detach(run, by=None)
    told = run.rows.exclude(cells=[], values={}, remarks=[], alike=[], undo={})
    told.update(cells=[], values={}, remarks=[], alike=[], undo={})
    if run.sheets:
        ImportRun.objects.filter(pk=run.pk).update(sheets=[])
