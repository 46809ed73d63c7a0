"""Questions to the Lotsin: ask, answer, ask again, close."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.uploads import Upload
from lotsen_portal.files import actions as files
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Membership, Role
from volunteers import emails
from volunteers.models import Inquiry, InquiryMessage, TaskArea


@transaction.atomic
def ask(
    inquiry: Inquiry,
    text: str,
    *,
    now: dt.datetime,
    by: Any,
    uploads: Sequence[Upload] = (),
) -> Inquiry:
    """Store a new question with its first message; staff who take it down are responsible."""
    inquiry.asked_at = now
    inquiry.task_area = inquiry.topic.task_area if inquiry.topic else TaskArea.CONTACT
    inquiry.responsible = _staff_membership(by)
    inquiry.save()
    message = inquiry.add_message(text, author=by, from_staff=False, at=now)
    files.attach(message, uploads, by=by)
    trail.record("inquiry.asked", inquiry, by=by)
    return inquiry


@transaction.atomic
def ask_again(
    inquiry: Inquiry,
    text: str,
    *,
    now: dt.datetime,
    by: Any,
    uploads: Sequence[Upload] = (),
) -> InquiryMessage:
    """Append what the person who asked adds; the question is open again."""
    locked = _locked(inquiry)
    message = locked.add_message(text, author=by, from_staff=False, at=now)
    files.attach(message, uploads, by=by)
    trail.record("inquiry.asked_again", locked, by=by)
    return message


@transaction.atomic
def answer(
    inquiry: Inquiry,
    text: str,
    *,
    now: dt.datetime,
    by: Any,
    uploads: Sequence[Upload] = (),
) -> InquiryMessage:
    """Append the answer and send it by mail to whoever asked."""
    locked = _locked(inquiry)
    message = locked.add_message(text, author=by, from_staff=True, at=now)
    files.attach(message, uploads, by=by)
    _take(locked, by)
    trail.record("inquiry.answered", locked, by=by)
    if locked.volunteer and locked.volunteer.email:
        letter = emails.answer(message, locked.volunteer, active_tenant(), file_count=len(uploads))
        mail.queue(letter)
    return message


@transaction.atomic
def close(inquiry: Inquiry, *, now: dt.datetime, by: Any) -> None:
    locked = _locked(inquiry)
    locked.close(now)
    _take(locked, by)
    trail.record("inquiry.closed", locked, by=by)


@transaction.atomic
def classify(inquiry: Inquiry, topic: Any, *, by: Any) -> None:
    """Give the question a topic, and with it the task area it counts for."""
    inquiry.topic, inquiry.task_area = topic, topic.task_area
    with trail.changing("inquiry.classified", inquiry, by=by):
        inquiry.save(update_fields=["topic", "task_area"])


def _locked(inquiry: Inquiry) -> Inquiry:
    # PostgreSQL cannot lock the empty side of an outer join, so nothing is joined here.
    return Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def _staff_membership(by: Any) -> Membership | None:
    return Membership.objects.filter(user=by, role=Role.COORDINATOR).first()


def _take(inquiry: Inquiry, by: Any) -> None:
    """Make whoever touched the question first responsible for it."""
    if inquiry.responsible_id is None:
        inquiry.responsible = _staff_membership(by)
        inquiry.save(update_fields=["responsible"])
