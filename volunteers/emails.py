"""Builds the messages of this app; sending is the outbox's job."""

from lotsen_portal.mail.messages import Message, compose
from lotsen_portal.tenancy.addresses import land_url
from lotsen_portal.tenancy.models import Tenant
from volunteers.models import Volunteer


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
