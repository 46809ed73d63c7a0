"""Who may sign in as what: open a role in the active Kreis to an address, and close it."""

import datetime as dt

from django.db import transaction

from lotsen_portal.accounts.models import User
from lotsen_portal.tenancy.models import Membership, Role


@transaction.atomic
def open_membership(address: str, *, role: Role) -> Membership:
    """Let the owner of the address sign in with the role; one that had ended is open again."""
    user = User.objects.for_address(address)
    membership, _ = Membership.objects.get_or_create(user=user, role=role)
    if membership.ends_on is not None:
        membership.ends_on = None
        membership.save(update_fields=["ends_on"])
    return membership


def close_membership(membership_id: int, *, last_day: dt.date) -> None:
    """Let a role end with that day; yesterday ends it at once."""
    Membership.objects.filter(pk=membership_id).update(ends_on=last_day)
