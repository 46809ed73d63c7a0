"""Who takes part: sign up, confirm an address, enter on behalf, move up, withdraw.

Every action locks the training's row before it writes anything.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.mail import actions as mail
from lotsen_portal.mail.messages import Message
from lotsen_portal.tenancy.context import active_tenant, active_tenant_id
from lotsen_portal.tenancy.models import Tenant
from trainings import emails
from trainings.models import Attendance, NotOpen, Registration, Training
from volunteers.models import Volunteer

# An impatient second click on the public page sends no second mail.
MAIL_PAUSE = dt.timedelta(minutes=5)


class NoAddress(DomainError):
    pass


class AlreadyRegistered(DomainError):
    pass


class AlreadyCancelled(DomainError):
    pass


@dataclass(frozen=True)
class Participant:
    """What a registration keeps of a person."""

    name: str
    email: str
    phone: str = ""
    needs: str = ""
    home_tenant: Tenant | None = None
    volunteer: Volunteer | None = None

    @classmethod
    def of(cls, volunteer: Volunteer, *, needs: str = "") -> "Participant":
        """Return one of the Kreis's own people; raise NoAddress for one without e-mail."""
        if not volunteer.email:
            raise NoAddress(
                f"Bei {volunteer} fehlt die E-Mail-Adresse. Ohne sie ist keine Anmeldung möglich: "
                "An sie gehen die Bestätigung und jede Änderung."
            )
        return cls(
            name=str(volunteer),
            email=volunteer.email,
            phone=volunteer.phone,
            needs=needs,
            volunteer=volunteer,
        )


@transaction.atomic
def ask(training: Training, participant: Participant, *, now: dt.datetime) -> None:
    """Keep what somebody without an account typed, and mail a link to confirm the address.

    Nobody learns from the outside whether the address is registered already: its owner gets a
    mail that says what is. What a confirmed person has told is not overwritten.
    """
    training = Training.objects.under_lock(training.pk)
    if not training.is_open(now):
        raise NotOpen("Für diese Schulung ist keine Anmeldung mehr möglich.")
    registration = _row_of(training, participant)
    waited = registration.pk is None or now - registration.asked_at >= MAIL_PAUSE
    if not registration.is_holding:
        waited = waited or registration.status == Registration.Status.CANCELLED
        _take_over(registration, participant)
        registration.status = Registration.Status.PENDING
    if not waited:
        registration.save()
        return
    registration.asked_at = now
    registration.save()
    trail.record("registration.asked", registration, by=None)
    mail.queue(_state_mail(registration))


@transaction.atomic
def confirm(registration: Registration, *, now: dt.datetime) -> Registration:
    """Give whoever owns the address a seat or a place on the waiting list; later times do
    nothing.
    """
    registration.under_lock()
    if registration.is_holding:
        return registration
    if registration.status == Registration.Status.CANCELLED:
        raise AlreadyCancelled(
            "Diese Anmeldung ist abgesagt. Wenn Sie doch teilnehmen möchten, melden Sie sich "
            "bitte neu an."
        )
    if registration.home_tenant_id in (None, active_tenant_id()):
        # The address is proved now, so the person is the one in the Kreis's own registry.
        registration.volunteer = Volunteer.objects.filter(email=registration.email).first()
        registration.save(update_fields=["volunteer"])
    registration.take_seat(now)
    trail.record("registration.confirmed", registration, by=None)
    mail.queue(_state_mail(registration))
    return registration


@transaction.atomic
def sign_up(training: Training, volunteer: Volunteer, *, now: dt.datetime, by: Any) -> Registration:
    """Give one of the Kreis's volunteers a seat or a place on the waiting list.

    Raise AlreadyRegistered when they hold one, NotOpen when it is too late.
    """
    registration = _prepare(training, Participant.of(volunteer), now=now, by=by)
    registration.take_seat(now)
    trail.record("registration.added", registration, by=by)
    mail.queue(_state_mail(registration))
    return registration


@transaction.atomic
def enter(
    training: Training, participant: Participant, *, now: dt.datetime, by: Any
) -> Registration:
    """Register somebody on their behalf, also late; the same rules for seats.

    Whoever is entered after the beginning gets no mail: they were there.
    """
    registration = _prepare(training, participant, now=now, by=by)
    registration.take_seat_late(now)
    trail.record("registration.added_on_behalf", registration, by=by)
    if not registration.training.has_begun(now):
        mail.queue(_state_mail(registration))
    return registration


@transaction.atomic
def withdraw(registration: Registration, *, now: dt.datetime, by: Any = None) -> None:
    """Cancel a registration for whom it belongs to; `by` is None for a link from a mail.

    Raise AlreadyCancelled the second time, NotOpen once the Schulung has begun.
    """
    training = registration.under_lock()
    if training.has_begun(now):
        raise NotOpen(
            "Die Schulung hat schon begonnen. Bitte geben Sie Ihrer Integrationslotsin Bescheid."
        )
    _cancel(registration, now=now, by=by)


@transaction.atomic
def strike(registration: Registration, *, now: dt.datetime, by: Any) -> None:
    """Cancel a registration on somebody's behalf, also after the beginning.

    Raise AlreadyCancelled the second time, DomainError for somebody who was there.
    """
    registration.under_lock()
    if Attendance.objects.filter(registration=registration, present=True).exists():
        raise DomainError(
            f"{registration.name} ist als anwesend erfasst und lässt sich nicht mehr absagen."
        )
    _cancel(registration, now=now, by=by)


@transaction.atomic
def give_seat(registration: Registration, *, now: dt.datetime, by: Any) -> None:
    """Let somebody move up from the waiting list to a free seat, and tell them."""
    registration.move_up()
    trail.record("registration.moved_up", registration, by=by)
    if not registration.training.has_begun(now):
        mail.queue(_state_mail(registration))


def _prepare(
    training: Training, participant: Participant, *, now: dt.datetime, by: Any
) -> Registration:
    """Return the person's stored row, made or taken up again, without a seat yet."""
    training = Training.objects.under_lock(training.pk)
    registration = _row_of(training, participant)
    if registration.is_holding:
        raise AlreadyRegistered(
            f"{registration.name} ist bereits angemeldet."
            if registration.status == Registration.Status.CONFIRMED
            else f"{registration.name} steht bereits auf der Warteliste."
        )
    _take_over(registration, participant)
    registration.asked_at, registration.registered_by = now, by
    registration.save()
    return registration


def _row_of(training: Training, participant: Participant) -> Registration:
    """Return the row of that person or address for this training, else a new one.

    A volunteer may have changed their address since: the row that holds a seat comes first.
    """
    same = Q(email=participant.email.strip().lower())
    if participant.volunteer:
        same |= Q(volunteer=participant.volunteer)
    rows = list(Registration.objects.filter(same, training=training).order_by("pk"))
    fresh = Registration(training=training)
    found = sorted(rows, key=lambda row: (not row.is_holding, row.volunteer_id is None))
    registration = found[0] if found else fresh
    registration.training = training
    return registration


def _take_over(registration: Registration, participant: Participant) -> None:
    address = participant.email.strip().lower()
    others = Registration.objects.filter(training=registration.training, email=address)
    if not others.exclude(pk=registration.pk).exists():
        registration.email = address
    registration.name = participant.name
    registration.phone = participant.phone
    registration.needs = participant.needs
    registration.home_tenant = participant.home_tenant
    registration.volunteer = participant.volunteer


def _cancel(registration: Registration, *, now: dt.datetime, by: Any) -> None:
    if registration.status == Registration.Status.CANCELLED:
        raise AlreadyCancelled("Diese Anmeldung ist bereits abgesagt.")
    had_place = registration.is_holding
    registration.cancel(now)
    trail.record("registration.cancelled", registration, by=by)
    if had_place:
        mail.queue(emails.cancelled(registration, active_tenant()))


def _state_mail(registration: Registration) -> Message:
    """Return the mail that says how this registration stands."""
    write = {
        Registration.Status.PENDING: emails.please_confirm,
        Registration.Status.CONFIRMED: emails.confirmed,
        Registration.Status.WAITING: emails.waiting,
    }[Registration.Status(registration.status)]
    return write(registration, active_tenant())
