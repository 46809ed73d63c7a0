from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string

from lotsen_portal.accounts.homes import home_of
from lotsen_portal.mail import actions as mail
from lotsen_portal.mail.messages import compose


class AccountAdapter(DefaultAccountAdapter):
    """allauth as the portal wants it: by invitation, one outbox, home after sign-in."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail; the worker sends it, so that no page waits for a mail server."""
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        message = f"{template_prefix}_message.txt"
        mail.queue_for_land(compose(message, to=email, subject=subject, context=context))
