"""Two entries of one person become one, and again two within 14 days."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.documents import actions as documents
from volunteers.actions.letters import CLEARANCE_LETTER
from volunteers.merging import fields, moving
from volunteers.models import Distinct, Merge, Volunteer

BOTH_SIGN_IN = (
    "Beide Einträge haben einen Zugang zum Portal. Beenden Sie zuerst einen der beiden Zugänge"
    " unter Einstellungen, Zugänge; dann lassen sich die Einträge zusammenführen."
)
CHANGED = (
    "Inzwischen wurde einer der beiden Einträge geändert. Hier steht der neue Stand; wenn er"
    " stimmt, schicken Sie das Formular bitte noch einmal ab."
)
WORKED_ON = (
    "Das lässt sich nicht mehr rückgängig machen: Seither hat jemand den Eintrag bearbeitet."
)
IN_USE = (
    "Das lässt sich nicht mehr rückgängig machen: Etwas, das zum früheren Eintrag gehörte, gibt es"
    " nicht mehr, oder seine E-Mail-Adresse steht jetzt bei einer anderen Person."
)
TOO_LATE = "Das lässt sich nur 14 Tage lang rückgängig machen."


@transaction.atomic
def merge(
    one: Volunteer,
    other: Volunteer,
    chosen: Mapping[str, str],
    *,
    versions: Mapping[int, int],
    by: Any,
) -> Merge:
    """Let one entry stay and say what was chosen; all that hangs on the other moves along.

    Raise DomainError if both have access, or if one is newer than the version that was seen.
    """
    kept, gone = fields.in_order(*_locked(one, other))
    if any(versions.get(person.pk) != person.version for person in (kept, gone)):
        raise DomainError(CHANGED)
    if gone.has_access:
        raise DomainError(BOTH_SIGN_IN)
    done = Merge(kept=kept, gone_id=gone.pk, merged_by=by)
    with trail.changing("volunteer.merged", kept, by=by) as changes:
        trail.compare(changes, "Zusammengeführt mit", "", str(gone))
        done.gone, done.before = moving.stored(gone), moving.stored(kept)
        done.moved = moving.move(kept, gone, chosen)
        documents.remove(CLEARANCE_LETTER, subject_id=gone.pk)
        gone.delete()
        fields.fill(kept, gone, chosen)
        kept.save()
    done.version_after = kept.version
    done.save()
    return done


@transaction.atomic
def undo(done: Merge, *, now: dt.datetime, by: Any) -> Volunteer:
    """Make two entries of one again, as they were; return the one that had gone.

    Raise DomainError if it is too late or somebody has worked on the entry since.
    """
    # An earlier merge of the entry may have gone along with a later one.
    locked = Merge.objects.select_for_update().filter(pk=done.pk).first()
    if locked is None:
        raise DomainError(TOO_LATE)
    done, kept = locked, Volunteer.objects.select_for_update().get(pk=locked.kept_id)
    check_undo(done, kept, now=now)
    with trail.changing("volunteer.merge_undone", kept, by=by):
        try:
            with transaction.atomic():
                # First the one that stayed: it may hold the address of the one that had gone.
                moving.restore(done.before)
                moving.restore(done.gone)
                moving.move_back(done.moved)
        except IntegrityError as error:
            raise DomainError(IN_USE) from error
        _count_on(done, kept.version + 1)
    done.undone_at = now
    done.forget()
    return Volunteer.objects.get(pk=done.gone_id)


def check_undo(done: Merge, kept: Volunteer, *, now: dt.datetime) -> None:
    """Raise DomainError if it is too late or somebody has worked on the entry since."""
    if not done.may_be_undone(now):
        raise DomainError(TOO_LATE)
    if kept.version != done.version_after or not moving.is_untouched(done.moved):
        raise DomainError(WORKED_ON)


def _count_on(done: Merge, version: int) -> None:
    """Give the entry a version it never had: a page opened meanwhile must not pass for new.

    For an earlier merge of the same entry it is as it left it.
    """
    before = done.before["fields"]["version"]
    Volunteer.objects.filter(pk=done.kept_id).update(version=version)
    earlier = Merge.objects.filter(kept=done.kept_id, version_after=before)
    earlier.exclude(pk=done.pk).update(version_after=version)


@transaction.atomic
def keep_apart(one: Volunteer, other: Volunteer, *, by: Any) -> None:
    """Note that two who look alike are two people; they are not proposed again."""
    first, second = _locked(one, other)
    _, is_new = Distinct.objects.get_or_create(one=first, other=second)
    if is_new:
        trail.record("volunteer.kept_apart", first, by=by)
        trail.record("volunteer.kept_apart", second, by=by)


def _locked(one: Volunteer, other: Volunteer) -> list[Volunteer]:
    """Lock both, always in the same order; raise DomainError if one is gone meanwhile."""
    keys = {one.pk, other.pk}
    found = list(Volunteer.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    if len(found) != 2:
        raise DomainError("Einen der beiden Einträge gibt es nicht mehr.")
    return found
