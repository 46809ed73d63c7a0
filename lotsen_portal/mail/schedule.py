"""What the outbox does by the clock."""

import datetime as dt

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from lotsen_portal.mail import tasks
from lotsen_portal.mail.models import AbstractMail, LandMail, MailQuerySet, OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant

LONGEST_DIALOGUE = dt.timedelta(minutes=5)


@shared_task
def sweep() -> None:
    """Wake the delivery of what still waits, and name unclear what a crash left half sent."""
    now = timezone.now()
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant):
            for pk in _swept(OutgoingMail.objects.all(), now):
                tasks.deliver.delay_on_commit(pk)
    for pk in _swept(LandMail.objects.all(), now):
        tasks.deliver_for_land.delay(pk)


def _swept(outbox: MailQuerySet, now: dt.datetime) -> list[int]:
    outbox.abandoned(now - LONGEST_DIALOGUE).update(
        state=AbstractMail.State.UNCLEAR,
        reason="Der Versand wurde unterbrochen.",
        done_at=now,
        text="",
        html="",
    )
    waiting = outbox.waiting().filter(
        queued_at__lt=now - dt.timedelta(seconds=settings.SWEEP_SECONDS / 2)
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:200])
