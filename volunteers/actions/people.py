"""Keeping the registry: add, change, let go, give access."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import DateField, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from lotsen_portal.accounts import actions as accounts
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Role
from volunteers import emails
from volunteers.models import FeedToken, Volunteer
from volunteers.models.volunteer import ADDRESS_TAKEN


class NoAddress(DomainError):
    pass


@transaction.atomic
def add(volunteer: Volunteer, *, by: Any) -> Volunteer:
    """Take somebody into the registry; their first status holds since they joined."""
    with trail.saving("volunteer", volunteer, by=by):
        save_once(volunteer, taken=ADDRESS_TAKEN, field="email")
        volunteer.record_status(on=volunteer.joined_on)
    return volunteer


@transaction.atomic
def change(volunteer: Volunteer, *, by: Any) -> None:
    """Store what was changed in one section of the record."""
    with trail.changing("volunteer.changed", volunteer, by=by):
        save_once(volunteer, taken=ADDRESS_TAKEN, field="email")


@transaction.atomic
def change_status(volunteer: Volunteer, status: str, *, on: dt.date, by: Any) -> None:
    """Lead somebody to another status from that day on, out of the registry and back as well."""
    locked = _locked(volunteer)
    if status == locked.Status.LEFT:
        say_goodbye(locked, on=on, by=by)
    elif status != locked.status:
        left_on = locked.left_on
        with trail.changing("volunteer.status_changed", locked, by=by):
            locked.become(status, on=on)
            _answer_offers(locked)
            if left_on:
                _resume(locked, left_on=left_on, on=on)


@transaction.atomic
def take_back_status(volunteer: Volunteer, *, by: Any) -> Volunteer:
    """Remove a status that was entered by mistake; return the person as they are then."""
    locked = _locked(volunteer)
    with trail.changing("volunteer.status_taken_back", locked, by=by):
        locked.take_back_status()
    return locked


@transaction.atomic
def say_goodbye(volunteer: Volunteer, *, on: dt.date, by: Any) -> None:
    """Let a volunteer leave: status, access, all that holds, and a trace of it."""
    locked = _locked(volunteer)
    with trail.changing("volunteer.left", locked, by=by):
        locked.leave(on)
        _answer_offers(locked)
        for rows in _dated_rows(locked):
            # What began after that day, or ends sooner anyhow, keeps its own days.
            rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).update(
                ends_on=Greatest(Value(on, DateField()), "starts_on")
            )
        if locked.membership_id:
            accounts.close_membership(locked.membership_id, last_day=on)
        close_address(locked, by=by)


@transaction.atomic
def close_address(volunteer: Volunteer, *, by: Any) -> None:
    """Let nobody read the person's calendar any more, nor when they come back."""
    if FeedToken.objects.filter(volunteer=volunteer).delete()[0]:
        trail.record("calendar.closed", volunteer, by=by)


def _answer_offers(volunteer: Volunteer) -> None:
    """Let go of the task that an offer to help set: somebody has seen to the person."""
    volunteer.help_offers.filter(seen_at=None).update(seen_at=timezone.now())


def _dated_rows(volunteer: Volunteer) -> tuple[Any, ...]:
    return (
        volunteer.language_skills.all(),
        volunteer.engagements.all(),
        volunteer.circle_memberships.all(),
    )


def _resume(volunteer: Volunteer, *, left_on: dt.date, on: dt.date) -> None:
    """Begin anew what ended when somebody left and what they bring back with them.

    Languages and Einsatzbereiche; to a Helferkreis and to the portal they are let in again.
    """
    languages, engagements, _ = _dated_rows(volunteer)
    for rows, other in ((languages, "language_id"), (engagements, "field_id")):
        held = set(rows.filter(ends_on__isnull=True).values_list(other, flat=True))
        for row in rows.filter(ends_on__gte=left_on).order_by("-ends_on", "pk"):
            if getattr(row, other) not in held:
                held.add(getattr(row, other))
                _begin_anew(row, on=on)


def _begin_anew(row: Any, *, on: dt.date) -> None:
    """Let a row that has ended go on; one that ended before that day stays as it was."""
    if row.ends_on < on:
        row.pk, row.starts_on = None, on
        row._state.adding = True
    row.ends_on = None
    row.save()


@transaction.atomic
def give_access(volunteer: Volunteer, *, by: Any) -> None:
    """Let a volunteer sign in with their address and tell them so by mail."""
    if not volunteer.email:
        raise NoAddress("Für einen Zugang braucht es eine E-Mail-Adresse.")
    if volunteer.has_access:
        raise DomainError(f"{volunteer} hat bereits einen Zugang.")
    if volunteer.status == Volunteer.Status.LEFT:
        raise DomainError(f"{volunteer} ist ausgeschieden und bekommt keinen Zugang.")
    membership = accounts.open_membership(volunteer.email, role=Role.VOLUNTEER)
    if membership.volunteers.exclude(pk=volunteer.pk).exists():
        raise DomainError("Diese Adresse gehört bereits zum Zugang einer anderen Person.")
    volunteer.membership = membership
    volunteer.save(update_fields=["membership"])
    trail.record("volunteer.access_given", volunteer, by=by)
    mail.queue(emails.welcome(volunteer, active_tenant()))


def _locked(volunteer: Volunteer) -> Volunteer:
    # PostgreSQL cannot lock the empty side of an outer join, so nothing is joined here.
    locked: Volunteer = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    return locked
