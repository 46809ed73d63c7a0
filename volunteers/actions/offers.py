"""„Ich möchte helfen“: keep what somebody typed, confirm the address, take it from „Heute“."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from lotsen_portal.accounts.models import new_token
from lotsen_portal.audit import trail
from lotsen_portal.common.canonical import sha256_hex
from lotsen_portal.common.errors import DomainError
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from volunteers import emails
from volunteers.actions import people
from volunteers.models import HelpOffer, Volunteer
from volunteers.models.offers import KEPT_UNCONFIRMED

# An impatient second click on the public page sends no second mail.
MAIL_PAUSE = dt.timedelta(minutes=5)


def digest(token: str) -> str:
    return sha256_hex(token.encode())


@transaction.atomic
def make(offer: HelpOffer, *, now: dt.datetime) -> None:
    """Keep what somebody without an account typed, and mail a link to confirm the address.

    Nobody learns from the outside whether the address is known: the registry is asked only when
    its owner has confirmed. Of one address one offer waits, the latest.
    """
    _wait_for_others(offer.email)
    unconfirmed = HelpOffer.objects.select_for_update().filter(
        email=offer.email, confirmed_at__isnull=True
    )
    earlier = unconfirmed.order_by("-offered_at").first()
    if earlier and now - earlier.offered_at < MAIL_PAUSE:
        earlier.take_over(offer)
        trail.record("offer.made", earlier, by=None)
        return
    unconfirmed.delete()
    token = new_token()
    offer.token_hash = digest(token)
    offer.save()
    trail.record("offer.made", offer, by=None)
    mail.queue(emails.offer_confirm(offer, active_tenant(), token=token))


def _wait_for_others(email: str) -> None:
    """Let offers of one address come one after the other; of the first there is no row to lock."""
    with connection.cursor() as cursor:
        key = f"offer {active_tenant().pk} {email}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


@transaction.atomic
def confirm(offer: HelpOffer, *, now: dt.datetime, today: dt.date) -> None:
    """Make a prospect of whoever owns the address; who is in the registry stays as they are.

    A second time does nothing.
    """
    locked = HelpOffer.objects.select_for_update().get(pk=offer.pk)
    if locked.confirmed_at:
        return
    known = Volunteer.objects.filter(email=locked.email).first()
    locked.confirm(known or _prospect(locked, on=today), now)
    trail.record("offer.confirmed", locked, by=None)


def _prospect(offer: HelpOffer, *, on: dt.date) -> Volunteer:
    prospect = Volunteer(
        first_name=offer.first_name,
        last_name=offer.last_name,
        email=offer.email,
        phone=offer.phone,
        municipality=offer.municipality,
        place=offer.municipality.name if offer.municipality else "",
        status=Volunteer.Status.PROSPECT,
        joined_on=on,
    )
    try:
        return people.add(prospect, by=None)
    except DomainError:
        # The Lotsin has taken the person in at this very moment.
        return Volunteer.objects.get(email=offer.email)


@transaction.atomic
def take(offer: HelpOffer, *, now: dt.datetime, by: Any) -> None:
    """Take an offer from „Heute“, because the Lotsin has seen to it; later times do nothing."""
    locked = HelpOffer.objects.select_for_update().get(pk=offer.pk)
    if locked.seen_at is None:
        locked.see(now)
        trail.record("offer.taken", locked, by=by)


@transaction.atomic
def forget(*, now: dt.datetime) -> int:
    """Delete what nobody has confirmed in time; the mail has said so. Return how many."""
    return HelpOffer.objects.unconfirmed(before=now - KEPT_UNCONFIRMED).delete()[0]
