"""What documents do by the clock."""

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from lotsen_portal.documents import tasks
from lotsen_portal.documents.models import Document
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant

# So many at a time: the queue stays short for whoever orders a document now.
BATCH = 8


@shared_task
def sweep() -> None:
    """Wake what was interrupted, then what waits longest; name failed what died three times."""
    now = timezone.now()
    found = [
        (-attempt, queued_at, tenant, pk)
        for tenant in Tenant.objects.order_by("pk")
        for pk, attempt, queued_at in _left_behind(tenant, now)
    ]
    for _, _, tenant, pk in sorted(found, key=lambda entry: entry[:2])[:BATCH]:
        with tenant_scope(tenant):
            tasks.render.delay_on_commit(pk)


def _left_behind(tenant: Tenant, now: dt.datetime) -> list[tuple[int, int, dt.datetime]]:
    """Give up what is exhausted; return what may be claimed, the interrupted and oldest first."""
    patience = dt.timedelta(seconds=settings.SWEEP_SECONDS / 2)
    late = Q(state=Document.State.RENDERING) | Q(queued_at__lt=now - patience)
    with tenant_scope(tenant):
        Document.objects.exhausted(now).update(
            state=Document.State.FAILED,
            reason="Das Erstellen wurde dreimal unterbrochen.",
            lease_until=None,
        )
        waiting = Document.objects.claimable(now).filter(late).order_by("-attempt", "queued_at")
        return list(waiting.values_list("pk", "attempt", "queued_at")[:BATCH])
