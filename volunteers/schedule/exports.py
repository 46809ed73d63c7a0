"""What is done by the clock with files of long lists."""

from celery import shared_task
from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from volunteers.actions import exports


@shared_task
def forget() -> None:
    """Remove in each Kreis the files that have lain there for a week."""
    now = timezone.now()
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            exports.forget_files(now=now)
