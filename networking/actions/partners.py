"""Keeping the network: partners, whom to call there, and who of them may sign in."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from lotsen_portal.accounts import actions as accounts
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Role
from networking import emails
from networking.models import ContactPerson, Organization, Partner


@transaction.atomic
def save(partner: Partner, *, by: Any) -> Partner:
    """Store a new or changed partner."""
    with trail.saving("partner", partner, by=by):
        save_once(partner, taken="Einen Partner mit diesem Namen gibt es schon.", field="name")
    return partner


@transaction.atomic
def save_own(partner: Partner, *, on: dt.date, by: Any) -> None:
    """Store what a partner changed in their own entry; who saves it has read it."""
    partner.confirmed_on = on
    save(partner, by=by)


@transaction.atomic
def confirm(partner: Partner, *, on: dt.date, by: Any) -> None:
    """Keep that the entry is right as it stands."""
    _lock(partner)
    partner.confirm(on)
    trail.record("partner.confirmed", partner, by=by)


@transaction.atomic
def end(partner: Partner, *, on: dt.date, by: Any) -> None:
    """End a partnership: no longer public, and nobody there signs in any more."""
    _lock(partner)
    partner.end(on)
    for contact in partner.contacts.filter(membership__isnull=False).order_by("pk"):
        take_access(contact, by=by)
    trail.record("partner.ended", partner, by=by)


@transaction.atomic
def resume(partner: Partner, *, by: Any) -> None:
    """Take the end of a partnership back."""
    _lock(partner)
    partner.resume()
    trail.record("partner.resumed", partner, by=by)


def _lock(thing: Partner | ContactPerson) -> None:
    """Wait for whoever changes the row and see what they left: of two clicks one acts."""
    thing.refresh_from_db(from_queryset=type(thing).objects.select_for_update())


@transaction.atomic
def add_organization(organization: Organization, *, by: Any) -> Organization:
    """Add an organisation to the choice that all Kreise share."""
    save_once(organization, taken="Diese Organisation steht schon in der Auswahl.", field="name")
    trail.record("organization.added", organization, by=by)
    return organization


# Contact persons


@transaction.atomic
def save_contact(contact: ContactPerson, *, by: Any) -> ContactPerson:
    """Store a new or changed contact person."""
    with trail.saving("contact", contact, by=by):
        save_once(contact, taken="Diese Person steht schon bei diesem Partner.", field="name")
    return contact


@transaction.atomic
def remove_contact(contact: ContactPerson, *, by: Any) -> None:
    """Delete a contact person who cannot sign in."""
    if contact.membership_id:
        raise DomainError(f"{contact} hat einen Zugang zum Portal. Nehmen Sie ihn zuerst zurück.")
    trail.record("contact.removed", contact, by=by)
    contact.delete()


@transaction.atomic
def give_access(contact: ContactPerson, *, by: Any) -> None:
    """Let a contact person sign in with their address and tell them so by mail."""
    _lock(contact)
    if contact.membership_id:
        raise DomainError(f"{contact} hat bereits einen Zugang.")
    if contact.partner.is_ended:
        raise DomainError("Die Partnerschaft ist beendet. Einen Zugang gibt es nicht mehr.")
    if not contact.email:
        raise DomainError("Für einen Zugang braucht es eine E-Mail-Adresse.")
    membership = accounts.open_membership(contact.email, role=Role.PARTNER)
    if membership.contacts.exists():
        raise DomainError("Diese Adresse gehört bereits zum Zugang einer anderen Person.")
    contact.membership = membership
    contact.save(update_fields=["membership"])
    trail.record("contact.access_given", contact, by=by)
    mail.queue(emails.welcome(contact, active_tenant()))


@transaction.atomic
def take_access(contact: ContactPerson, *, by: Any) -> None:
    """Let a contact person sign in no longer, from now on."""
    _lock(contact)
    if not contact.membership_id:
        raise DomainError(f"{contact} hat keinen Zugang.")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    accounts.close_membership(contact.membership_id, last_day=yesterday)
    contact.membership = None
    contact.save(update_fields=["membership"])
    trail.record("contact.access_taken", contact, by=by)
