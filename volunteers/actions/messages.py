"""Messages to several people: one mail each, nobody sees the others."""

from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Membership, PublicContact, Role
from volunteers import emails
from volunteers.models import MessageCampaign, MessageRecipient, Volunteer

NOBODY = (
    "Von diesen Personen ist niemand per E-Mail zu erreichen: Sie haben keine Adresse oder sind"
    " ausgeschieden."
)


class NobodyToWriteTo(DomainError):
    pass


def reachable(people: Any) -> list[Volunteer]:
    """Return whom a mail can reach, in the order of the list; who has left is left in peace."""
    present = people.exclude(email="").exclude(status=Volunteer.Status.LEFT)
    return list(present.order_by("sort_key", "pk"))


@transaction.atomic
def send(
    people: Any, *, subject: str, text: str, audience: str, sender: Membership, by: Any
) -> MessageCampaign:
    """Write to all of these people whom a mail can reach; raise NobodyToWriteTo if there is none.

    `people` is a queryset of volunteers, `audience` says in words who they are.
    """
    found = reachable(people)
    if not found:
        raise NobodyToWriteTo(NOBODY)
    campaign: MessageCampaign = MessageCampaign.objects.create(
        subject=subject, text=text, audience=audience[:300], sender=sender
    )
    name, address = _who_writes(sender)
    tenant = active_tenant()
    MessageRecipient.objects.bulk_create(
        MessageRecipient(
            campaign=campaign,
            volunteer=volunteer,
            mail=mail.queue(
                emails.message(campaign, volunteer, tenant, name=name, address=address)
            ),
        )
        for volunteer in found
    )
    told = {"An": campaign.audience, "E-Mails": str(len(found))}
    trail.record("message.sent", campaign, by=by, told=told)
    return campaign


def _who_writes(sender: Membership) -> tuple[str, str]:
    """Return the name below the message and the address to answer to."""
    if sender.role == Role.VOLUNTEER:
        volunteer = Volunteer.objects.get(membership=sender)
        return str(volunteer), volunteer.email
    contact = PublicContact.objects.first()
    return str(sender), contact.email if contact else ""
