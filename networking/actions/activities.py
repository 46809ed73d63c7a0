"""Keeping what counts: Netzwerktreffen and Öffentlichkeitsarbeit."""

from typing import Any

from django.db import IntegrityError, transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from networking.models import NetworkMeeting, OutreachActivity

Activity = NetworkMeeting | OutreachActivity
NAMES = {NetworkMeeting: "meeting", OutreachActivity: "outreach"}


@transaction.atomic
def save(activity: Activity, *, by: Any) -> None:
    """Store a new or changed meeting or activity."""
    is_new = activity.pk is None
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError as error:
        raise DomainError("Das steht an diesem Tag schon in der Liste.", field="title") from error
    done = "added" if is_new else "changed"
    trail.record(f"{NAMES[type(activity)]}.{done}", activity, by=by)


@transaction.atomic
def remove(activity: Activity, *, by: Any) -> None:
    """Delete a meeting or activity that was entered by mistake."""
    trail.record(f"{NAMES[type(activity)]}.removed", activity, by=by)
    activity.delete()
