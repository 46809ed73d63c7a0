"""One mail, one SMTP dialogue, one outcome."""

import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.core import mail as django_mail
from django.utils import timezone

from lotsen_portal.mail.messages import to_email
from lotsen_portal.mail.models import AbstractMail

State = AbstractMail.State
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def deliver(pk: int, *, outbox: Any, scope: Callable[[], AbstractContextManager[None]]) -> None:
    """Send the mail if it still waits; end silently if it does not.

    `scope` opens one transaction in which `outbox` may be read and written.
    """
    with scope():
        if not outbox.claim(pk, now=timezone.now()):
            return
        mail = outbox.get(pk=pk)
    state, reason = _send(mail)
    with scope():
        row = outbox.filter(pk=pk)
        if state == State.QUEUED:
            row.update(state=state, reason=reason)
        else:
            # A code or a link that was sent opens doors to whoever reads the table.
            row.update(state=state, reason=reason[:300], done_at=timezone.now(), text="", html="")


def _send(mail: AbstractMail) -> tuple[str, str]:
    connection = django_mail.mailers.default
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        # Nothing was said yet, so it may simply be tried again.
        return State.QUEUED, type(error).__name__
    try:
        connection.send_messages([to_email(mail)])
    except REFUSALS as error:
        return State.REFUSED, _answer_of(error)
    except (OSError, smtplib.SMTPException) as error:
        return State.UNCLEAR, type(error).__name__
    finally:
        connection.close()
    return State.SENT, ""


def _answer_of(error: smtplib.SMTPException) -> str:
    """Return the server's code alone: its sentence repeats the address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"SMTP {next(iter(error.recipients.values()))[0]}"
    return f"SMTP {getattr(error, 'smtp_code', '')}"
