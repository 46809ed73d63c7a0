"""What is told to another Kreis: that one of its people attended here.

A message names ids alone. The host's rows are the queue: what `told_at` does not mark as told
is told again by the sweeper, and `source_key` keeps a repetition from counting twice.
"""

from functools import partial

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from lotsen_portal.tenancy.context import active_tenant_id, tenant_scope
from lotsen_portal.tenancy.models import Tenant
from lotsen_portal.tenancy.tasks import TenantTask
from trainings.models import Attendance, AttendanceReport, ExternalAttendance, Session


@shared_task(bind=True, base=TenantTask)
def learn_attendance(self: TenantTask, host_id: int, session_id: int) -> None:
    """Write down in this Kreis, the home of guests, what they attended at the host's."""
    host = Tenant.objects.get(pk=host_id)
    with tenant_scope(host):
        untold = Attendance.objects.filter(session_id=session_id).untold()
        guests = untold.filter(registration__home_tenant=self.tenant).in_full()
        reports = [AttendanceReport.of(attendance, host) for attendance in guests]
    with tenant_scope(self.tenant):
        for report in reports:
            ExternalAttendance.learn(report)
    with tenant_scope(host):
        for report in reports:
            # A correction made meanwhile has another time and stays untold.
            same = Attendance.objects.filter(
                pk=report.attendance_id, recorded_at=report.recorded_at
            )
            same.update(told_at=timezone.now())


def wake_home_kreise(session: Session) -> None:
    """Wake the home Kreis of each guest after the commit; a broker that is down is logged only."""
    untold = Attendance.objects.filter(session=session).untold()
    homes = untold.order_by().values_list("registration__home_tenant", flat=True).distinct()
    for home_id in sorted(homes):
        wake = partial(
            learn_attendance.apply_async,
            (active_tenant_id(), session.pk),
            headers={"tenant_id": home_id},
        )
        transaction.on_commit(wake, robust=True)
