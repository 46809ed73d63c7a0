from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from lotsen_portal.mail.models import AbstractMail


@dataclass(frozen=True)
class Message:
    """One mail to one recipient, ready for the outbox."""

    recipient: str
    subject: str
    text: str
    html: str


def compose(template: str, *, to: str, subject: str, context: dict[str, Any]) -> Message:
    """Return the mail that the text template writes, as text and as HTML."""
    text = render_to_string(template, context).strip() + "\n"
    html = render_to_string("emails/_frame.html", {"text": text, "subject": subject})
    # A line break in a subject would be a header of the sender's choice.
    return Message(recipient=to, subject=" ".join(subject.split())[:200], text=text, html=html)


def fixed_message_id() -> str:
    return make_msgid(domain=urlsplit(settings.PORTAL_URL).hostname)


def to_email(mail: AbstractMail) -> EmailMultiAlternatives:
    """Return the mail as Django sends it, under the Message-ID fixed when it was queued."""
    email = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.recipient],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    if mail.html:
        email.attach_alternative(mail.html, "text/html")
    return email
