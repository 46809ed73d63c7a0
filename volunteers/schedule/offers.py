"""What is done by the clock with offers that nobody confirms."""

from celery import shared_task
from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from volunteers.actions import offers


@shared_task
def forget() -> None:
    """Delete in each Kreis what was not confirmed in time."""
    now = timezone.now()
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            offers.forget(now=now)
