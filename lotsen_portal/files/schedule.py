"""What files do by the clock."""

from celery import shared_task

from lotsen_portal.files import actions, storage
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant


@shared_task
def sweep() -> None:
    """Remove the files of uploads that were taken back or killed half-way."""
    storage.remove_arrivals(before=storage.left_behind())
    for tenant in Tenant.objects.order_by("pk"):
        if not (lying := storage.hashes(tenant.pk)):
            continue
        with tenant_scope(tenant):
            named = set(Attachment.objects.values_list("sha256", flat=True))
        for sha256 in sorted(lying - named):
            actions.discard(tenant, sha256)
