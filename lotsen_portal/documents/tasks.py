import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.common.pdf import render_pdf
from lotsen_portal.documents import registry
from lotsen_portal.documents.models import MAX_ATTEMPTS, Document, lease
from lotsen_portal.files import storage
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant
from lotsen_portal.tenancy.tasks import TenantTask

logger = logging.getLogger(__name__)


@shared_task(bind=True, base=TenantTask)
def render(self: TenantTask, document_id: int) -> None:
    """Make the document if nobody else does: claim, compose, render, store, finish.

    Each step that touches the row is its own transaction, so that others see the lease and
    none spans the rendering.
    """
    tenant = self.tenant
    with tenant_scope(tenant):
        if not Document.objects.claim(document_id, now=timezone.now()):
            return
        document = Document.objects.get(pk=document_id)
    try:
        with _lease_kept(tenant, document):
            with tenant_scope(tenant):
                composition = registry.kind_of(document).compose(document)
            content, suffix = _rendered(composition)
            sha256 = sha256_hex(content)
            name = f"documents/{tenant.pk}/{sha256}.{suffix}"
            storage.keep(ContentFile(content), name)
    except Exception as error:  # whatever broke, the row must say so
        logger.exception("rendering of document %s failed", document_id)
        _give_up_or_try_again(tenant, document, error)
    else:
        _finish(tenant, document, file=name, size=len(content), sha256=sha256)


def _rendered(composition: registry.Composition | registry.ReadyFile) -> tuple[bytes, str]:
    """Return the bytes, and what a file of that kind ends with."""
    if isinstance(composition, registry.ReadyFile):
        return composition.content, composition.suffix
    content = render_pdf(
        composition.html,
        title=composition.title,
        created=composition.created,
        attachments=composition.attachments,
        images=composition.images,
    )
    return content, "pdf"


def _finish(tenant: Tenant, document: Document, **stored: Any) -> None:
    # A worker that lost its lease finds nothing to finish; its file has the same content.
    with tenant_scope(tenant):
        Document.objects.held(document.pk, document.attempt).update(
            state=Document.State.READY,
            ready_at=timezone.now(),
            lease_until=None,
            reason="",
            **stored,
        )


def _give_up_or_try_again(tenant: Tenant, document: Document, error: Exception) -> None:
    too_long = isinstance(error, SoftTimeLimitExceeded)
    reason = (
        "Das Erstellen hat zu lange gedauert."
        if too_long
        else f"Technischer Fehler: {type(error).__name__}."
    )
    last = document.attempt >= MAX_ATTEMPTS
    with tenant_scope(tenant):
        Document.objects.held(document.pk, document.attempt).update(
            state=Document.State.FAILED if last else Document.State.QUEUED,
            reason=reason,
            lease_until=None,
        )


@contextmanager
def _lease_kept(tenant: Tenant, document: Document) -> Iterator[None]:
    """Renew the lease while the block runs; with the process the renewing ends."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(lease().total_seconds() / 3):
            with tenant_scope(tenant):
                Document.objects.held(document.pk, document.attempt).update(
                    lease_until=timezone.now() + lease()
                )
        connection.close()

    keeper = threading.Thread(target=renew, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()
