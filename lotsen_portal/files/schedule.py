"""What files do by the clock."""

from celery import shared_task

from lotsen_portal.files import actions, storage
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant


@shared_task
def sweep() -> None:
    """Remove what belongs to nothing: uploads taken back or killed, files of rows that are gone."""
    storage.remove_arrivals(before=storage.left_behind())
    for tenant in Tenant.objects.order_by("pk"):
        lying = storage.hashes(tenant.pk)
        with tenant_scope(tenant):
            actions.detach_from_what_is_gone()
            named = set(Attachment.objects.values_list("sha256", flat=True))
        for sha256 in sorted(lying - named):
            actions.discard(tenant, sha256)
