"""Who may sign in as what: open a role in the active Kreis to an address, and close it."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from lotsen_portal.accounts import devices, emails
from lotsen_portal.accounts.homes import has_land_role, kreise_of
from lotsen_portal.accounts.models import AbstractInvitation, Invitation, LandInvitation, User
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Membership, Role, StatewideMembership, StatewideRole

VALID_FOR = dt.timedelta(days=7)


class InvitationOver(DomainError):
    """The invitation was accepted already, or its time is over."""


class NotForYou(DomainError):
    """Somebody else is signed in than the person who was invited."""


@transaction.atomic
def open_membership(address: str, *, role: Role) -> Membership:
    """Let the owner of the address sign in with the role; one that had ended is open again."""
    user = User.objects.for_address(address)
    membership, _ = Membership.objects.get_or_create(user=user, role=role)
    if membership.ends_on is not None:
        membership.ends_on = None
        membership.save(update_fields=["ends_on"])
    return membership


@transaction.atomic
def close_membership(membership_id: int, *, last_day: dt.date) -> None:
    """Let a role end with that day; yesterday ends it at once.

    Whoever has no role left anywhere is signed out on all devices.
    """
    membership = Membership.objects.select_related("user").get(pk=membership_id)
    membership.ends_on = last_day
    membership.save(update_fields=["ends_on"])
    user = membership.user
    if last_day < timezone.localdate() and not kreise_of(user) and not has_land_role(user):
        transaction.on_commit(partial(devices.sign_out, user))


# Invitations of staff: in a Kreis and for the Land


@transaction.atomic
def invite(
    address: str,
    *,
    role: Role,
    name: str = "",
    function: str = "",
    ends_on: dt.date | None = None,
    now: dt.datetime,
    by: Any,
) -> Invitation:
    """Invite somebody into the active Kreis by mail; an open invitation is replaced."""
    address = address.strip().lower()
    today = now.date()
    held = Membership.objects.filter(user__email=address, role=role).active(today)
    if held.exists():
        raise DomainError("Diese Person hat diese Rolle schon.", field="email")
    for earlier in Invitation.objects.filter(email=address, role=role, accepted_at=None):
        trail.record("invitation.replaced", earlier, by=by, told=_told(earlier))
        earlier.delete()
    invitation = Invitation(
        email=address,
        role=role,
        name=name,
        function=function,
        ends_on=ends_on,
        invited_by=by,
        expires_at=now + VALID_FOR,
    )
    save_once(invitation, taken="An diese Person ging gerade schon eine Einladung.", field="email")
    trail.record("invitation.sent", invitation, by=by, told=_told(invitation))
    mail.queue(emails.invitation(invitation, active_tenant()))
    return invitation


@transaction.atomic
def invite_to_land(
    address: str, *, role: StatewideRole, name: str = "", now: dt.datetime, by: Any
) -> LandInvitation:
    """Invite somebody to a statewide role by mail; an open invitation is replaced."""
    address = address.strip().lower()
    if StatewideMembership.objects.filter(user__email=address, role=role).exists():
        raise DomainError("Diese Person hat diese Rolle schon.", field="email")
    for earlier in LandInvitation.objects.filter(email=address, role=role, accepted_at=None):
        trail.record_for_land("invitation.replaced", earlier, by=by)
        earlier.delete()
    invitation = LandInvitation.objects.create(
        email=address, role=role, name=name, invited_by=by, expires_at=now + VALID_FOR
    )
    trail.record_for_land("invitation.sent", invitation, by=by)
    mail.queue_for_land(emails.land_invitation(invitation))
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Any) -> None:
    """Take an invitation back; its link then leads nowhere."""
    trail.record("invitation.withdrawn", invitation, by=by, told=_told(invitation))
    invitation.delete()


@transaction.atomic
def accept_as_newcomer(
    invitation: AbstractInvitation, *, password: str, accept: Callable[..., Any], now: dt.datetime
) -> User:
    """Open the account of the invited person and `accept`; a second click waits and hears so."""
    locked = _locked(invitation)
    check_open(locked, user=AnonymousUser(), now=now)
    user = User.objects.create_user(locked.email, password)
    accept(locked, user=user, now=now)
    return user


@transaction.atomic
def accept(invitation: Invitation, *, user: User, now: dt.datetime) -> Membership:
    """Give the invited person the role in the active Kreis, once."""
    locked = _take_up(invitation, user, now)
    membership, _ = Membership.objects.update_or_create(
        user=user,
        role=locked.role,
        defaults={
            "name": locked.name,
            "function": locked.function,
            "ends_on": locked.ends_on,
        },
    )
    trail.record("invitation.accepted", locked, by=user, told=_told(locked))
    return membership


@transaction.atomic
def accept_for_land(
    invitation: LandInvitation, *, user: User, now: dt.datetime
) -> StatewideMembership:
    """Give the invited person the statewide role, once."""
    locked = _take_up(invitation, user, now)
    membership, _ = StatewideMembership.objects.update_or_create(
        user=user, role=locked.role, defaults={"name": locked.name}
    )
    trail.record_for_land("invitation.accepted", locked, by=user)
    return membership


def check_open(invitation: AbstractInvitation, *, user: Any, now: dt.datetime) -> None:
    """Raise the sentence that says why this person cannot accept the invitation."""
    if invitation.accepted_at is not None:
        raise InvitationOver(
            "Diese Einladung ist schon angenommen."
            + ("" if user.is_authenticated else " Bitte melden Sie sich an.")
        )
    if now >= invitation.expires_at:
        raise InvitationOver(
            "Diese Einladung ist abgelaufen. Bitte lassen Sie sich eine neue schicken."
        )
    if user.is_authenticated and user.email.lower() != invitation.email.lower():
        raise NotForYou(
            "Diese Einladung gilt für eine andere E-Mail-Adresse als die, mit der Sie"
            " angemeldet sind. Bitte melden Sie sich ab und öffnen Sie den Link noch einmal."
        )


def _told(invitation: Invitation) -> dict[str, str]:
    """Return who was invited as what: a personal datum, so it stands beside the line."""
    return {"email": invitation.email, "role": invitation.get_role_display()}


def _locked(invitation: Any) -> Any:
    locked = type(invitation).objects.select_for_update().filter(pk=invitation.pk).first()
    if locked is None:
        raise InvitationOver("Diese Einladung gibt es nicht mehr.")
    return locked


def _take_up(invitation: Any, user: User, now: dt.datetime) -> Any:
    locked = _locked(invitation)
    check_open(locked, user=user, now=now)
    locked.accepted_at = now
    locked.save(update_fields=["accepted_at"])
    return locked
