"""Builds the messages of this app; sending is the outbox's job."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.template.loader import render_to_string

from lotsen_portal.accounts.models import Invitation, LandInvitation, User
from lotsen_portal.mail.messages import Message, compose
from lotsen_portal.tenancy.addresses import land_url, tenant_url
from lotsen_portal.tenancy.models import Tenant


def sign_in_code(account: User, code: str) -> Message:
    """Write the mail with the code, or that a code is not enough where there is none."""
    name = "account/email/login_code" + ("" if code else "_not_enough")
    return _of_account(name, account, {"code": code})


def reset_link(account: User) -> Message:
    """Write the mail with allauth's link, by the portal's own name and not by what Host says."""
    person, token = user_pk_to_url_str(account), default_token_generator.make_token(account)
    url = land_url("account_reset_password_from_key", person, token)
    return _of_account("account/email/password_reset_key", account, {"password_reset_url": url})


def _of_account(name: str, account: User, context: dict[str, str]) -> Message:
    subject = render_to_string(f"{name}_subject.txt")
    return compose(f"{name}_message.txt", to=account.email, subject=subject, context=context)


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
