"""Keep uploaded files with the row they belong to, and let them go with it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import models, transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.uploads import Upload
from lotsen_portal.files import registry, storage
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.context import active_tenant, active_tenant_id, tenant_scope
from lotsen_portal.tenancy.models import Tenant


@transaction.atomic
def attach(owner: models.Model, uploads: Sequence[Upload], *, by: Any) -> None:
    """Store the files, then the rows that name them, in the order in which they were chosen."""
    hashes = [storage.digest(upload.file) for upload in uploads]
    names = [storage.name_of(active_tenant_id(), sha256) for sha256 in hashes]
    storage.lock(names)
    for upload, sha256, name in zip(uploads, hashes, names, strict=True):
        storage.keep(upload.file, name)
        attachment = Attachment.objects.create(
            owner_kind=owner._meta.label,
            owner_id=owner.pk,
            name=upload.name,
            content_type=upload.kind.content_type,
            size=upload.size,
            sha256=sha256,
            uploaded_by=by,
        )
        about = registry.told_of(attachment)
        trail.record("attachment.added", about, by=by, told=attachment.told)


@transaction.atomic
def detach(owner: models.Model, *, by: Any) -> None:
    """Let go of all files of a row that is about to be deleted."""
    for attachment in Attachment.objects.of([owner]).get(owner.pk, []):
        _let_go(attachment, by=by)


@transaction.atomic
def detach_from_what_is_gone() -> None:
    """Let go of files whose row is gone, as one that went along with another is."""
    for model in registry.owners():
        for attachment in Attachment.objects.without_owner(model):
            _let_go(attachment, by=None)


def _let_go(attachment: Attachment, *, by: Any) -> None:
    about = registry.told_of(attachment)
    trail.record("attachment.removed", about, by=by, told=attachment.told)
    attachment.delete()
    transaction.on_commit(partial(discard, active_tenant(), attachment.sha256), robust=True)


def discard(tenant: Tenant, sha256: str) -> bool:
    """Remove the file unless a row names it, also one that is just being written."""
    name = storage.name_of(tenant.pk, sha256)
    with tenant_scope(tenant):
        storage.lock([name])
        if Attachment.objects.filter(sha256=sha256).exists():
            return False
        storage.remove(name)
        return True
