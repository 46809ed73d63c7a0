"""Work on imports: the run's row is the queue, its state the next step, Celery only wakes."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from lotsen_portal.tenancy.tasks import TenantTask
from volunteers.models import ImportRun
from volunteers.models.imports import MAX_ATTEMPTS, lease

logger = logging.getLogger(__name__)


class LostLease(Exception):
    """Another worker has taken the run over, or a person has thrown it away."""


@dataclass
class Hold:
    """A worker's hold on a run; the lease it wrote last is what proves it."""

    tenant: Tenant
    run_id: int
    until: dt.datetime
    state: str = ""

    @classmethod
    def take(cls, tenant: Tenant, run_id: int) -> "Hold | None":
        """Claim the run; None if there is nothing to claim."""
        now = timezone.now()
        hold = cls(tenant, run_id, now + lease())
        with tenant_scope(tenant):
            if not ImportRun.objects.claim(run_id, until=hold.until, now=now):
                return None
            hold.state = ImportRun.objects.values_list("state", flat=True).get(pk=run_id)
        return hold

    @contextmanager
    def slice(self) -> Iterator[ImportRun]:
        """Run the block as one transaction that has the run to itself; raise LostLease."""
        with tenant_scope(self.tenant):
            run = (
                ImportRun.objects.select_for_update()
                .filter(pk=self.run_id, lease_until=self.until)
                .first()
            )
            if run is None:
                raise LostLease
            yield run
        self.until = run.lease_until

    def get_on(self, run: ImportRun, rows: int) -> None:
        run.get_on(rows, until=timezone.now() + lease())


type Step = Callable[[Hold], None]
_steps: dict[str, Step] = {}


def announce(steps: Mapping[str, Step]) -> None:
    """Say what is done in which state; `apps.py` does, for the steps lie above this room."""
    _steps.update(steps)


@shared_task(bind=True, base=TenantTask)
def carry_on(self: TenantTask, run_id: int) -> None:
    """Do the run's next step if nobody else does; whatever breaks, the row says so."""
    hold = Hold.take(self.tenant, run_id)
    if hold is None:
        return
    try:
        _work(hold)
    except LostLease:
        logger.info("import %s is in other hands", run_id)


def _work(hold: Hold) -> None:
    try:
        _steps[hold.state](hold)
    except LostLease:
        raise
    except DomainError as error:
        with hold.slice() as run:
            run.give_up(str(error))
    except Exception as error:  # whatever broke, the row must say so
        logger.exception("import %s failed", hold.run_id)
        _release(hold, error)


def _release(hold: Hold, error: Exception) -> None:
    """Let the sweeper wake it again, or give up after the last attempt."""
    too_long = isinstance(error, SoftTimeLimitExceeded)
    reason = (
        "Das hat zu lange gedauert." if too_long else f"Technischer Fehler: {type(error).__name__}."
    )
    with hold.slice() as run:
        if run.attempt >= MAX_ATTEMPTS:
            run.give_up(reason)
        else:
            run.lease_until = None
            run.save(update_fields=["lease_until"])
