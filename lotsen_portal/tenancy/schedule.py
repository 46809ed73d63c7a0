"""What tenancy does by the clock."""

import datetime as dt

from celery import shared_task
from django.utils import timezone

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import SentForm, Tenant

# Longer than anybody clicks twice on one view of a page.
COMES_AGAIN = dt.timedelta(hours=1)


@shared_task
def forget_sent_forms() -> None:
    """Forget which forms were sent once none of them can be a second click any more."""
    until = timezone.now() - COMES_AGAIN
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            SentForm.objects.filter(sent_at__lt=until).delete()
