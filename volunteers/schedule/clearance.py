"""What Führungszeugnisse do by the clock."""

from celery import shared_task
from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from volunteers.actions import clearance


@shared_task
def forget() -> None:
    """Delete in each Kreis what may not be kept any longer; there is no way to put it off."""
    today = timezone.localdate()
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            clearance.forget(today)
