from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.documents import tasks
from lotsen_portal.documents.models import Document
from lotsen_portal.files import storage


class NotFailed(DomainError):
    pass


def order(kind: str, *, subject_id: int, title: str, key: str, by: Any, **fields: Any) -> Document:
    """Return the open order of that key, a new one if there is none.

    `key` names the content: two clicks on one button order one document.
    """
    open_order = Document.objects.filter(
        key=key, state__in=[Document.State.QUEUED, Document.State.RENDERING]
    )
    if document := open_order.first():
        return document
    try:
        with transaction.atomic():
            document = Document.objects.create(
                kind=kind,
                subject_id=subject_id,
                title=title,
                key=key,
                requested_by=by,
                queued_at=timezone.now(),
                **fields,
            )
    except IntegrityError:
        return Document.objects.filter(key=key).latest("pk")  # the other click was faster
    trail.record("document.ordered", document, by=by)
    tasks.render.delay_on_commit(document.pk)
    return document


@transaction.atomic
def try_again(document: Document, *, by: Any) -> None:
    """Queue a failed document anew; raise NotFailed if it did not fail or came anew already."""
    failed = Document.objects.filter(pk=document.pk, state=Document.State.FAILED)
    try:
        with transaction.atomic():
            requeued = failed.update(
                state=Document.State.QUEUED, attempt=0, reason="", queued_at=timezone.now()
            )
    except IntegrityError:
        raise NotFailed("Dieses Dokument ist inzwischen neu bestellt.") from None
    if not requeued:
        raise NotFailed("Dieses Dokument ist nicht fehlgeschlagen.")
    trail.record("document.requeued", document, by=by)
    tasks.render.delay_on_commit(document.pk)


@transaction.atomic
def remove(kind: str, *, subject_id: int) -> None:
    """Delete the documents of that kind about a thing; their files once that is committed.

    The caller tells the trail why.
    """
    documents = Document.objects.filter(kind=kind, subject_id=subject_id)
    for name in documents.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(partial(storage.remove, name), robust=True)
    documents.delete()
