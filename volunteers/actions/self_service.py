"""What volunteers do about themselves, and what the Lotsin decides of it."""

import datetime as dt
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Membership, Role
from volunteers import emails
from volunteers.actions import people
from volunteers.models import ChangeRequest, FeedToken, Volunteer
from volunteers.models.self_service import AlreadyDecided, sensitive_of

Status = Volunteer.Status


@transaction.atomic
def wish(volunteer: Volunteer, wanted: dict[str, str], *, by: Any) -> ChangeRequest | None:
    """Keep what of the wanted differs from what stands, until the Lotsin decides.

    One wish is open at a time: the later stands for the earlier, and none takes it back.
    """
    # The person's row is the lock: of two at once the second finds the first.
    stored = sensitive_of(Volunteer.objects.select_for_update().get(pk=volunteer.pk))
    changed = {name: text for name, text in wanted.items() if text != stored[name]}
    request = ChangeRequest.objects.filter(volunteer=volunteer, decided_at=None).first()
    if not changed:
        if request:
            trail.record("change.withdrawn", request, by=by)
            request.delete()
        return None
    request = request or ChangeRequest(volunteer=volunteer)
    request.wanted = changed
    request.save()
    trail.record("change.wished", request, by=by)
    return request


@transaction.atomic
def accept(request: ChangeRequest, *, now: dt.datetime, by: Any) -> None:
    """Let the wish stand in the registry, and tell the person at the old address and the new."""
    locked = _locked(request)
    volunteer = locked.volunteer
    addresses = [volunteer.email]
    locked.decide(accepted=True, now=now)
    locked.fill(volunteer)
    people.change(volunteer, by=by)
    trail.record("change.accepted", locked, by=by)
    _tell(locked, [*addresses, volunteer.email])


@transaction.atomic
def decline(request: ChangeRequest, *, now: dt.datetime, by: Any) -> None:
    """Let everything stay as it is, and tell the person."""
    locked = _locked(request)
    locked.decide(accepted=False, now=now)
    trail.record("change.declined", locked, by=by)
    _tell(locked, [locked.volunteer.email])


def _locked(request: ChangeRequest) -> ChangeRequest:
    volunteer = Volunteer.objects.select_for_update().get(pk=request.volunteer_id)
    locked: ChangeRequest | None = (
        ChangeRequest.objects.select_for_update().filter(pk=request.pk).first()
    )
    if locked is None:
        raise AlreadyDecided("Diesen Wunsch hat die Person inzwischen zurückgenommen.")
    locked.volunteer = volunteer
    return locked


def _tell(request: ChangeRequest, addresses: list[str]) -> None:
    for address in dict.fromkeys(filter(None, addresses)):
        mail.queue(emails.change_decided(request, active_tenant(), to=address))


# Pausing, coming back, leaving


@transaction.atomic
def pause(volunteer: Volunteer, *, on: dt.date, by: Any) -> None:
    people.change_status(volunteer, Status.PAUSED, on=on, by=by)
    _tell_lotsinnen(volunteer, "macht eine Pause", on=on)


@transaction.atomic
def resume(volunteer: Volunteer, *, on: dt.date, by: Any) -> None:
    people.change_status(volunteer, Status.ACTIVE, on=on, by=by)
    _tell_lotsinnen(volunteer, "macht wieder mit", on=on)


@transaction.atomic
def leave(volunteer: Volunteer, *, on: dt.date, by: Any) -> None:
    people.say_goodbye(volunteer, on=on, by=by)
    _tell_lotsinnen(volunteer, "hört auf", on=on)


def _tell_lotsinnen(volunteer: Volunteer, what: str, *, on: dt.date) -> None:
    members = Membership.objects.filter(role=Role.COORDINATOR).active(on).select_related("user")
    for member in members.order_by("pk"):
        message = emails.told_by_person(volunteer, active_tenant(), what=what, to=member.user.email)
        mail.queue(message)


# What one takes along


@transaction.atomic
def new_address(volunteer: Volunteer, *, by: Any) -> FeedToken:
    """Make an address for the person's calendar; one made before is dead from now on."""
    row = FeedToken.objects.select_for_update().filter(volunteer=volunteer).first()
    token = row or FeedToken(volunteer=volunteer)
    token.renew()
    trail.record("calendar.opened", volunteer, by=by)
    return token
