"""What the trail needs by the clock."""

import logging

from celery import shared_task
from django.db import connection

from lotsen_portal.audit import chain
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant

log = logging.getLogger(__name__)


@shared_task
def empty_details() -> None:
    """Let the database empty what was changed long ago; how long, its function says."""
    for tenant in Tenant.objects.order_by("pk"):
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute("SELECT audit_empty_details()")


@shared_task
def verify() -> None:
    """Compute the chains anew. What is logged of them is kept where no owner of tables reaches."""
    for tenant in Tenant.objects.order_by("slug"):
        _tell(tenant.slug, chain.verify_kreis(tenant))
    _tell("land", chain.verify_land())


def _tell(name: str, verdict: chain.Verdict) -> None:
    if verdict.fault:
        log.error("The trail of %s is broken: %s", name, verdict.fault)
    else:
        log.info("The trail of %s has %d seals up to %s", name, verdict.sealed, verdict.last)
