"""What Schulungen do by the clock."""

from celery import shared_task

from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from trainings import tasks
from trainings.models import Attendance, Session


@shared_task
def tell_home_kreise() -> None:
    """Tell again what a lost message or a changed session left untold."""
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            untold = Attendance.objects.untold().values("session")
            for session in Session.objects.filter(pk__in=untold).order_by("pk")[:200]:
                tasks.wake_home_kreise(session)
