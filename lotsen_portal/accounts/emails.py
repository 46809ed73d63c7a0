"""Builds the messages of this app; sending is the outbox's job."""

from lotsen_portal.accounts.models import Invitation, LandInvitation
from lotsen_portal.mail.messages import Message, compose
from lotsen_portal.tenancy.addresses import land_url, tenant_url
from lotsen_portal.tenancy.models import Tenant


def invitation(invited: Invitation, tenant: Tenant) -> Message:
    return _compose(invited, str(tenant), tenant_url(tenant, "invitations:accept", invited.token))


def land_invitation(invited: LandInvitation) -> Message:
    return _compose(invited, "Bayern", land_url("account_invitation", invited.token))


def _compose(invited: Invitation | LandInvitation, where: str, url: str) -> Message:
    return compose(
        "emails/accounts/invitation.txt",
        to=invited.email,
        subject=f"Einladung ins Lotsenportal: {where}",
        context={"invitation": invited, "where": where, "url": url},
    )
