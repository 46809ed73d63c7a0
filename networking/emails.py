"""Builds the messages of this app; sending is the outbox's job."""

from lotsen_portal.mail.messages import Message, compose
from lotsen_portal.tenancy.addresses import land_url
from lotsen_portal.tenancy.models import Tenant
from networking.models import ContactPerson


def welcome(contact: ContactPerson, tenant: Tenant) -> Message:
    """Tell a contact person that they can sign in, and what for."""
    return compose(
        "emails/networking/welcome.txt",
        to=contact.email,
        subject=f"Ihr Zugang zum Lotsenportal: {tenant}",
        context={
            "contact": contact,
            "partner": contact.partner,
            "tenant": tenant,
            "url": land_url("account_request_login_code"),
        },
    )
