"""Lists too long for one answer: ordered as a file, fetched, forgotten."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotsen_portal.audit import trail
from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.documents import actions as documents
from lotsen_portal.documents import registry
from lotsen_portal.documents.models import Document
from lotsen_portal.documents.registry import ReadyFile
from lotsen_portal.files import storage
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.member import Member
from lotsen_portal.tenancy.models import Role
from volunteers.documents.tables import people_file
from volunteers.models import PeopleExport

PEOPLE = "volunteers.people"
# How long a file with everybody in it lies there to be fetched.
KEPT = dt.timedelta(days=7)


@transaction.atomic
def order_file(
    keys: Sequence[int],
    suffix: str,
    columns: Sequence[str] = (),
    *,
    told: Mapping[str, str],
    now: dt.datetime,
    by: Any,
) -> Document:
    """Let these people be written into a file in the background."""
    export = PeopleExport.objects.create(
        keys=list(keys), suffix=suffix, columns=list(columns), ordered_at=now
    )
    day = f"{timezone.localdate(now):%d.%m.%Y}"
    document = documents.order(
        PEOPLE,
        subject_id=export.pk,
        title=f"Ehrenamtliche vom {day} ({suffix.upper()})",
        key=sha256_hex(f"{PEOPLE}:{by.pk}:{suffix}:{export.columns}:{export.keys}".encode()),
        by=by,
    )
    trail.record("volunteers.exported", active_tenant(), by=by, told=told)
    return document


def compose_file(document: Document) -> ReadyFile:
    """Write who still is in the registry of those who were on the list."""
    export = PeopleExport.objects.get(pk=document.subject_id)
    return ReadyFile(people_file(export.keys, export.suffix, export.columns), export.suffix)


@transaction.atomic
def forget_files(*, now: dt.datetime) -> int:
    """Remove the files that have lain there long enough; return how many."""
    old = Document.objects.filter(kind=PEOPLE, queued_at__lt=now - KEPT)
    names = set(old.exclude(file="").values_list("file", flat=True))
    old.delete()
    PeopleExport.objects.filter(ordered_at__lt=now - KEPT).delete()
    for name in names - set(Document.objects.filter(file__in=names).values_list("file", flat=True)):
        transaction.on_commit(partial(storage.remove, name))
    return len(names)


def _may_read(document: Document, member: Member) -> bool:
    return member.has(Role.COORDINATOR)


def announce() -> None:
    registry.announce(
        registry.DocumentKind(
            name=PEOPLE,
            label="Liste der Ehrenamtlichen",
            compose=compose_file,
            may_read=_may_read,
            wants_confirmation=True,
        )
    )
