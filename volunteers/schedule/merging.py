"""What merges do by the clock."""

from celery import shared_task
from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from volunteers.models import Merge
from volunteers.querysets import UNDO_PERIOD


@shared_task
def forget() -> None:
    """After 14 days let go of what could have undone a merge: it tells of people."""
    now = timezone.now()
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            for merge in Merge.objects.past_undoing(now).order_by("pk"):
                merge.forget()
            for merge in Merge.objects.exclude(moved=[]).order_by("pk"):
                merge.forget_merges_of(now - UNDO_PERIOD)
