"""Planning a Schulung: write it down with its sessions, publish it, call it off."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.templatetags.portal import datetime_de, time_de
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from trainings import emails
from trainings.models import Attendance, Registration, Session, Training

# What a person may change; seats and dates follow from other rows and are never written back
# from an object that was read before the lock.
EDITABLE = (
    "title",
    "topic",
    "task_area",
    "description",
    "speaker",
    "host",
    "place",
    "capacity",
)


@dataclass(frozen=True)
class SessionEntry:
    """A Termin as somebody typed it; `pk` names the stored one that it changes."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    teaching_units: int
    pk: int | None = None
    is_removed: bool = False


@transaction.atomic
def save(training: Training, *, sessions: Iterable[SessionEntry], by: Any) -> Training:
    """Store a new or changed Schulung with its sessions.

    A session that no entry names stays as it is.
    """
    with trail.saving("training", training, by=by) as changes:
        if training.pk is None:
            training.save()
        else:
            Training.objects.under_lock(training.pk)
            training.save(update_fields=EDITABLE)
        earlier = _listed(training)
        _follow(training, sessions)
        trail.compare(changes, "Termine", earlier, _listed(training))
    return training


def _follow(training: Training, entries: Iterable[SessionEntry]) -> None:
    stored: dict[int | None, Session] = {session.pk: session for session in training.sessions.all()}
    for entry in entries:
        if entry.pk is not None and entry.pk not in stored:
            raise DomainError(
                "Einen der Termine gibt es nicht mehr. Bitte laden Sie die Seite neu."
            )
        _store(stored.get(entry.pk), entry, training)
    _require_session_of_published(training)
    training.follow_sessions()


def _listed(training: Training) -> str:
    """Return the sessions as one text."""
    return ", ".join(
        f"{datetime_de(session.starts_at)}–{time_de(session.ends_at)} ({session.teaching_units} UE)"
        for session in training.sessions.order_by("starts_at", "pk")
    )


def _store(session: Session | None, entry: SessionEntry, training: Training) -> None:
    if entry.is_removed:
        if session is not None:
            _remove(session)
        return
    session = session or Session(training=training)
    facts = (entry.starts_at, entry.ends_at, entry.teaching_units)
    if (session.starts_at, session.ends_at, session.teaching_units) == facts:
        return
    session.starts_at, session.ends_at, session.teaching_units = facts
    session.save()
    # The home Kreis of a guest learns the changed day and length.
    session.attendances.update(told_at=None)


def _remove(session: Session) -> None:
    if Attendance.objects.filter(session=session, present__isnull=False).exists():
        raise DomainError(
            f"Für den Termin am {session.starts_on:%d.%m.%Y} ist schon Anwesenheit erfasst. "
            "Er lässt sich deshalb nicht entfernen."
        )
    if Attendance.objects.filter(session=session).untold().exists():
        raise DomainError("Bitte versuchen Sie es in einer Minute noch einmal.")
    session.delete()


def _require_session_of_published(training: Training) -> None:
    if training.published_at and not training.sessions.exists():
        raise DomainError("Eine veröffentlichte Schulung braucht mindestens einen Termin.")


@transaction.atomic
def publish(training: Training, *, now: dt.datetime, by: Any) -> Training:
    """Show the Schulung to everybody and open it for registration."""
    training = Training.objects.under_lock(training.pk)
    training.publish(now)
    trail.record("training.published", training, by=by)
    return training


@transaction.atomic
def call_off(training: Training, *, reason: str, now: dt.datetime, by: Any) -> int:
    """Say that the Schulung does not take place, and write to all who hold or want a seat.

    Return how many mails that were.
    """
    training = Training.objects.under_lock(training.pk)
    training.call_off(now)
    trail.record("training.called_off", training, by=by)
    holding = Registration.objects.filter(training=training).holding()
    for registration in (written := list(holding.order_by("pk"))):
        registration.training = training
        mail.queue(emails.called_off(registration, active_tenant(), reason=reason))
    return len(written)
