"""The outbox against a real SMTP server: nobody twice, nobody forgotten, doubt is named."""

import asyncio
import datetime as dt
import socket
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from django.utils import timezone

from lotsen_portal.mail import actions, delivery, schedule
from lotsen_portal.mail.messages import Message
from lotsen_portal.mail.models import AbstractMail, OutgoingMail
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast

State = AbstractMail.State


class Postbox:
    """An SMTP server that keeps what it accepts, and answers some addresses otherwise."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], str]] = []

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, _: Any
    ) -> str:
        if address.startswith("unbekannt@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append((envelope.rcpt_tos, envelope.content.decode()))
        if envelope.rcpt_tos[0].startswith("abriss@"):
            # The mail has arrived, but its sender never hears so.
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox()
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(box, loop=loop), host="127.0.0.1", port=0)
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    settings.MAILERS = smtp_at(server.sockets[0].getsockname()[1])
    yield box
    server.close()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def smtp_at(port: int) -> dict[str, Any]:
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    return {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": options,
        }
    }


def queued(cast: Cast, recipient: str) -> OutgoingMail:
    message = Message(recipient=recipient, subject="Grüße", text="Guten Tag", html="<p>Guten Tag")
    with tenant_scope(cast.kreis):
        return actions.queue(message)


def delivered(cast: Cast, mail: OutgoingMail) -> OutgoingMail:
    delivery.deliver(mail.pk, outbox=OutgoingMail.objects, scope=partial(tenant_scope, cast.kreis))
    with tenant_scope(cast.kreis):
        return OutgoingMail.objects.get(pk=mail.pk)


def test_mail_goes_out_once_under_the_fixed_id(cast: Cast, postbox: Postbox) -> None:
    mail = queued(cast, "ada@example.org")

    first, second = delivered(cast, mail), delivered(cast, mail)

    assert (first.state, second.state) == (State.SENT, State.SENT)
    [(recipients, content)] = postbox.received
    assert recipients == ["ada@example.org"]
    assert f"Message-ID: {mail.message_id}" in content


def test_mail_that_is_through_loses_its_text(cast: Cast, postbox: Postbox) -> None:
    """Codes and links open doors; docs/security.md promises that none stays behind."""
    sent = delivered(cast, queued(cast, "ada@example.org"))
    refused = delivered(cast, queued(cast, "unbekannt@example.org"))
    unclear = delivered(cast, queued(cast, "abriss@example.org"))

    assert [(mail.text, mail.html) for mail in (sent, refused, unclear)] == [("", "")] * 3
    assert "Guten Tag" in postbox.received[0][1]


def test_refusal_keeps_the_code_and_not_the_sentence(cast: Cast, postbox: Postbox) -> None:
    mail = delivered(cast, queued(cast, "unbekannt@example.org"))

    assert (mail.state, mail.reason) == (State.REFUSED, "SMTP 550")


def test_dialogue_that_breaks_off_is_unclear_and_not_repeated(cast: Cast, postbox: Postbox) -> None:
    mail = delivered(cast, queued(cast, "abriss@example.org"))
    again = delivered(cast, mail)

    assert (mail.state, again.state) == (State.UNCLEAR, State.UNCLEAR)
    assert len(postbox.received) == 1


def test_server_that_is_down_leaves_the_mail_waiting(cast: Cast, settings: Any) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        settings.MAILERS = smtp_at(taken.getsockname()[1])
        mail = delivered(cast, queued(cast, "ada@example.org"))

    assert (mail.state, mail.reason) == (State.QUEUED, "ConnectionRefusedError")


def test_what_a_crash_left_half_sent_is_named_unclear(cast: Cast) -> None:
    mail = queued(cast, "ada@example.org")
    long_ago = timezone.now() - dt.timedelta(minutes=10)
    with tenant_scope(cast.kreis):
        OutgoingMail.objects.claim(mail.pk, now=long_ago)

    schedule.sweep()

    with tenant_scope(cast.kreis):
        assert OutgoingMail.objects.get().state == State.UNCLEAR


def test_line_break_in_a_subject_is_no_header(cast: Cast, postbox: Postbox) -> None:
    mail = queued(cast, "ada@example.org")
    with tenant_scope(cast.kreis):
        OutgoingMail.objects.update(text="Zeile\n.\nBcc: alle@example.org")

    delivered(cast, mail)

    [(recipients, _)] = postbox.received
    assert recipients == ["ada@example.org"]
