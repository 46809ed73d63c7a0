"""The trail: one line for each thing a person did, read or took out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import models

from lotsen_portal.audit.models import AuditDetail, AuditEntry, LandAuditEntry
from lotsen_portal.common.versions import stored_in_words
from lotsen_portal.tenancy.context import tenant_scope
from lotsen_portal.tenancy.models import Tenant

Changes = dict[str, list[str]]
REFUSED = "access.refused"
# In place of values that the trail must not keep.
UNKEPT = ("", "")


def record(
    action: str, subject: models.Model, *, by: Any, told: Mapping[str, str] | None = None
) -> AuditEntry:
    """Write one line into the active Kreis's trail, in the caller's transaction.

    `action` reads `<thing>.<past participle>`, as in "volunteer.changed"; `by` is the user, or
    None where the portal acted by itself or somebody without an account did. What else is `told`
    stands beside the line, as changes do, and leaves with them: alike before and after.
    """
    entry = AuditEntry.objects.create(action=action, **_line(subject, by))
    if told:
        changes = {name: [text, text] for name, text in told.items()}
        AuditDetail.objects.create(entry=entry, changes=changes)
    return entry


def record_all(action: str, subjects: Sequence[models.Model], *, by: Any) -> None:
    """Write one line about each of many rows, as when a list is taken over."""
    AuditEntry.objects.bulk_create(
        [AuditEntry(action=action, **_line(subject, by)) for subject in subjects]
    )


def record_for_land(action: str, subject: models.Model, *, by: Any) -> LandAuditEntry:
    """Write one line into the Land's trail, in the caller's transaction."""
    return LandAuditEntry.objects.create(action=action, **_line(subject, by))


def record_in_kreise(action: str, account: Any, *, kreise: Iterable[Tenant], by: Any) -> None:
    """Write one line about an account into the trail of each of these Kreise.

    Always in this order and before the Land's, or two could wait for each other's chain.
    """
    for kreis in sorted(kreise, key=lambda kreis: kreis.pk):
        with tenant_scope(kreis, user_id=account.pk):
            AuditEntry.objects.create(action=action, **_line(account, by))


def refused_in_kreis(route: str, subject_id: int | None, *, by: Any) -> AuditEntry:
    """Write that a member of the active Kreis was not let in; of the row its number alone."""
    return AuditEntry.objects.create(
        actor_id=by.pk, action=REFUSED, subject_kind=route, subject_id=subject_id
    )


def refused_outside(
    route: str, subject_id: int | None, *, kreis: Tenant | None, by: Any
) -> LandAuditEntry:
    """Write that somebody was not let in where they do not belong: never into a Kreis's trail."""
    return LandAuditEntry.objects.create(
        actor_id=by.pk, action=REFUSED, subject_kind=route, subject_id=subject_id, kreis=kreis
    )


def _line(subject: models.Model, by: Any) -> dict[str, Any]:
    actor_id = by.pk if by is not None and by.is_authenticated else None
    return {
        "actor_id": actor_id,
        "subject_kind": subject._meta.label,
        "subject_id": subject.pk,
    }


# What exactly was changed


@contextmanager
def saving(thing: str, subject: models.Model, *, by: Any) -> Iterator[Changes]:
    """Write that a new thing was added or a stored one changed, once the block has saved it."""
    if subject.pk is None:
        yield {}
        record(f"{thing}.added", subject, by=by)
    else:
        with changing(f"{thing}.changed", subject, by=by) as more:
            yield more


@contextmanager
def changing(action: str, subject: models.Model, *, by: Any) -> Iterator[Changes]:
    """Write one line and beside it, by field, what stood there before the block and after.

    Compared is what is stored, so `subject` may carry new values already. Of the fields in the
    model's `TRAIL_WITHOUT_VALUES` it is kept that they changed, and nothing else. The block may
    add what other rows tell of the thing, as the languages of a volunteer, by `compare()`.
    """
    before = _stored(subject)
    more: Changes = {}
    yield more
    changes = _differences(before, _stored(subject)) | more
    entry = record(action, subject, by=by)
    if changes:
        AuditDetail.objects.create(entry=entry, changes=changes)


def compare(changes: Changes, name: str, before: str, after: str) -> None:
    """Note what is no field of the thing, if it changed."""
    if before != after:
        changes[name] = [before, after]


def _stored(subject: models.Model) -> models.Model:
    return type(subject)._default_manager.get(pk=subject.pk)


def _differences(before: models.Model, after: models.Model) -> Changes:
    unkept: frozenset[str] = getattr(before, "TRAIL_WITHOUT_VALUES", frozenset())
    return {
        field.name: [*UNKEPT]
        if field.name in unkept
        else [stored_in_words(field, before), stored_in_words(field, after)]
        for field in before._meta.concrete_fields
        if _is_told(field) and field.value_from_object(before) != field.value_from_object(after)
    }


def _is_told(field: Any) -> bool:
    """Leave out what nobody types, and who did it: that is what the line itself says."""
    is_person = field.is_relation and field.related_model._meta.label == settings.AUTH_USER_MODEL
    return field.editable and not is_person
