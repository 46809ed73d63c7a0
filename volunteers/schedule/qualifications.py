from celery import shared_task
from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from volunteers.actions import qualifications


@shared_task
def remind() -> None:
    """Tell people in each Kreis what of theirs runs out soon."""
    today = timezone.localdate()
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            qualifications.remind(today)
