"""What the worker does for an account that somebody at the door has named by its address.

Whether there is one is looked up here alone: at the door each address is one line for the worker,
so that neither the answer nor the time it takes tells.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from celery import shared_task
from django.db import transaction

from lotsen_portal.accounts import duty, emails, events
from lotsen_portal.accounts.models import User
from lotsen_portal.mail import actions as mail


@shared_task
def answer(knock: str, address: str, code: str = "") -> None:
    """Do what the knock at the door calls for, if the address has an account."""
    account = User.objects.filter(email=address.strip().lower()).first()
    if account:
        with transaction.atomic():
            KNOCKS[knock](account, code)


def wake(knock: str, address: str, code: str = "") -> None:
    """Leave the knock to the worker; while the broker is down, nobody can sign in anyway."""
    # What the worker's log may say of the arguments: neither address nor code.
    options: dict[str, Any] = {"argsrepr": knock}
    send = partial(answer.apply_async, (knock, address, code), **options)
    transaction.on_commit(send, robust=True)


def _send_code(account: User, code: str) -> None:
    if not account.is_active:
        return
    # Only the mail, and no page, says that a code would lead nowhere.
    is_enough = not duty.binds(account) or duty.has_second_factor(account)
    events.record("account.code_sent" if is_enough else "account.code_refused", account)
    mail.queue_for_land(emails.sign_in_code(account, code if is_enough else ""))


def _send_link(account: User, _: str) -> None:
    if account.is_active:
        events.record("account.reset_link_sent", account)
        mail.queue_for_land(emails.reset_link(account))


def _keep_failed(account: User, _: str) -> None:
    events.record("account.sign_in_failed", account)


def _keep_limited(account: User, _: str) -> None:
    events.record_limited(account)


KNOCKS: dict[str, Callable[[User, str], None]] = {
    "code": _send_code,
    "link": _send_link,
    "failed": _keep_failed,
    "limited": _keep_limited,
}
