"""Builds the messages of this app; sending is the outbox's job."""

from lotsen_portal.mail.messages import Message, compose
from lotsen_portal.tenancy.addresses import land_url, tenant_url
from lotsen_portal.tenancy.models import Tenant
from volunteers.models import (
    ChangeRequest,
    HelpOffer,
    InquiryMessage,
    MessageCampaign,
    Qualification,
    Volunteer,
)


def welcome(volunteer: Volunteer, tenant: Tenant) -> Message:
    """Tell a volunteer that they can sign in, and how."""
    return compose(
        "emails/volunteers/welcome.txt",
        to=volunteer.email,
        subject=f"Ihr Zugang zum Lotsenportal: {tenant}",
        context={
            "volunteer": volunteer,
            "tenant": tenant,
            "url": land_url("account_request_login_code"),
        },
    )


def answer(
    message: InquiryMessage, volunteer: Volunteer, tenant: Tenant, *, file_count: int = 0
) -> Message:
    """Send an answer to the volunteer who asked; files stay in the portal."""
    inquiry = message.inquiry
    return compose(
        "emails/volunteers/answer.txt",
        to=volunteer.email,
        subject=f"Antwort auf Ihre Frage: {inquiry.subject}",
        context={
            "message": message,
            "inquiry": inquiry,
            "tenant": tenant,
            "file_count": file_count,
            "url": tenant_url(tenant, "inquiries:detail", inquiry.pk),
        },
    )


def offer_confirm(offer: HelpOffer, tenant: Tenant, *, token: str) -> Message:
    """Ask whoever owns the address to confirm; what was typed does not stand in it."""
    return compose(
        "emails/volunteers/offer_confirm.txt",
        to=offer.email,
        subject=f"Bitte bestätigen: Sie möchten helfen ({tenant})",
        context={
            "offer": offer,
            "tenant": tenant,
            "url": tenant_url(tenant, "offers:confirmation", token),
        },
    )


def change_decided(request: ChangeRequest, tenant: Tenant, *, to: str) -> Message:
    """Tell a volunteer whether the change they asked for stands in the registry now."""
    return compose(
        "emails/volunteers/change_decided.txt",
        to=to,
        subject=f"Ihr Änderungswunsch: {tenant}",
        context={
            "request": request,
            "volunteer": request.volunteer,
            "tenant": tenant,
            "url": tenant_url(tenant, "volunteers:own"),
        },
    )


def told_by_person(volunteer: Volunteer, tenant: Tenant, *, what: str, to: str) -> Message:
    """Tell a Lotsin what somebody has changed of their own status."""
    return compose(
        "emails/volunteers/told_by_person.txt",
        to=to,
        subject=f"{volunteer} {what}",
        context={
            "volunteer": volunteer,
            "what": what,
            "tenant": tenant,
            "url": tenant_url(tenant, "volunteers:detail", volunteer.pk),
        },
    )


def qualification_expires(
    qualification: Qualification, volunteer: Volunteer, tenant: Tenant
) -> Message:
    """Tell a volunteer that something they have learnt holds only until a day soon."""
    return compose(
        "emails/volunteers/qualification_expires.txt",
        to=volunteer.email,
        subject=f"Bald abgelaufen: {qualification}",
        context={
            "volunteer": volunteer,
            "qualification": qualification,
            "tenant": tenant,
            "url": tenant_url(tenant, "front:home"),
        },
    )


def message(
    campaign: MessageCampaign, volunteer: Volunteer, tenant: Tenant, *, name: str, address: str
) -> Message:
    """Write to one of those a message goes to; nothing in it tells of the others."""
    return compose(
        "emails/volunteers/message.txt",
        to=volunteer.email,
        subject=campaign.subject,
        context={
            "campaign": campaign,
            "volunteer": volunteer,
            "tenant": tenant,
            "name": name,
            "address": address,
        },
    )
