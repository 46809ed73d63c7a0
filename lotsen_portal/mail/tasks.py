from functools import partial

from celery import shared_task
from django.db import transaction

from lotsen_portal.mail import delivery
from lotsen_portal.mail.models import LandMail, OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.tasks import TenantTask


@shared_task(bind=True, base=TenantTask)
def deliver(self: TenantTask, mail_id: int) -> None:
    delivery.deliver(mail_id, outbox=OutgoingMail.objects, scope=partial(tenant_scope, self.tenant))


@shared_task
def deliver_for_land(mail_id: int) -> None:
    delivery.deliver(mail_id, outbox=LandMail.objects, scope=transaction.atomic)


def wake_land_delivery(mail_id: int) -> None:
    """Wake the delivery after the commit; a broker that is down leaves it to the sweeper."""
    transaction.on_commit(partial(deliver_for_land.apply_async, (mail_id,)), robust=True)
