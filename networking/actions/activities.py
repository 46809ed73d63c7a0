"""Keeping what counts: Netzwerktreffen and Öffentlichkeitsarbeit."""

from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.models import save_once
from networking.models import NetworkMeeting, OutreachActivity

Activity = NetworkMeeting | OutreachActivity
NAMES = {NetworkMeeting: "meeting", OutreachActivity: "outreach"}


@transaction.atomic
def save(activity: Activity, *, by: Any) -> None:
    """Store a new or changed meeting or activity."""
    with trail.saving(NAMES[type(activity)], activity, by=by):
        save_once(activity, taken="Das steht an diesem Tag schon in der Liste.", field="title")


@transaction.atomic
def remove(activity: Activity, *, by: Any) -> None:
    """Delete a meeting or activity that was entered by mistake."""
    trail.record(f"{NAMES[type(activity)]}.removed", activity, by=by)
    activity.delete()
