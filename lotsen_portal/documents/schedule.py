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


@shared_task
def sweep() -> None:
    """Wake what waits or was left behind; name failed what died in its last attempt."""
    now = timezone.now()
    patience = dt.timedelta(seconds=settings.SWEEP_SECONDS / 2)
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            Document.objects.exhausted(now).update(
                state=Document.State.FAILED,
                reason="Das Erstellen wurde dreimal unterbrochen.",
                lease_until=None,
            )
            late = Q(state=Document.State.RENDERING) | Q(queued_at__lt=now - patience)
            for pk in Document.objects.claimable(now).filter(late).values_list("pk", flat=True):
                tasks.render.delay_on_commit(pk)
