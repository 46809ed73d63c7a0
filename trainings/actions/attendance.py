"""Who was there: recorded per session by a person, and told to the home Kreis of a guest."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from trainings import tasks
from trainings.models import Attendance, Registration, Session


class TooEarly(DomainError):
    pass


@transaction.atomic
def record(
    session: Session, presence: Mapping[int, bool | None], *, now: dt.datetime, by: Any
) -> int:
    """Record for registrations, by id, whether they were at the session; return the changes.

    None means "not known": it takes back what stands there and is never an absence. Ids that
    belong to no confirmed registration of this Schulung are passed over.
    """
    training = session.training_under_lock()
    if training.state != "published":
        raise DomainError("Diese Schulung findet nicht statt; es gibt keine Anwesenheit.")
    if not session.is_recordable(now):
        raise TooEarly(
            f"Die Anwesenheit lässt sich ab dem {session.starts_on:%d.%m.%Y} erfassen, "
            "dem Tag des Termins."
        )
    confirmed = Registration.objects.filter(training=training).confirmed().filter(pk__in=presence)
    stored = {row.registration_id: row for row in Attendance.objects.filter(session=session)}
    changed = 0
    for registration in confirmed.order_by("pk"):
        row = stored.get(registration.pk) or Attendance(session=session, registration=registration)
        if row.present == presence[registration.pk]:
            continue
        row.present, row.recorded_by, row.recorded_at = presence[registration.pk], by, now
        row.told_at = None
        row.save()
        changed += 1
    if changed:
        trail.record("attendance.recorded", session, by=by)
        tasks.wake_home_kreise(session)
    return changed
