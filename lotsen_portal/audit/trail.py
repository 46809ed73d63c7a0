"""The trail: one line for each thing a person did, read or took out."""

from typing import Any

from django.db import models

from lotsen_portal.audit.models import AuditEntry, LandAuditEntry


def record(action: str, subject: models.Model, *, by: Any) -> AuditEntry:
    """Write one line into the active Kreis's trail, in the caller's transaction.

    `action` reads `<thing>.<past participle>`, as in "volunteer.changed"; `by` is the user, or
    None where the portal acted by itself or somebody without an account did.
    """
    return AuditEntry.objects.create(action=action, **_line(subject, by))


def record_for_land(action: str, subject: models.Model, *, by: Any) -> LandAuditEntry:
    """Write one line into the Land's trail, in the caller's transaction."""
    return LandAuditEntry.objects.create(action=action, **_line(subject, by))


def _line(subject: models.Model, by: Any) -> dict[str, Any]:
    actor_id = by.pk if by is not None and by.is_authenticated else None
    return {
        "actor_id": actor_id,
        "subject_kind": subject._meta.label,
        "subject_id": subject.pk,
    }
