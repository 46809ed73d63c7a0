"""What somebody has learnt: kept, taken back, and both sides told before it runs out."""

import datetime as dt
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from volunteers import emails
from volunteers.actions.record import told
from volunteers.models import Qualification, RegistryRules, Volunteer


@transaction.atomic
def save(volunteer: Volunteer, qualification: Qualification, *, by: Any) -> None:
    """Store a new or changed qualification; one that holds longer is reminded of anew."""
    with told(volunteer, by=by, Qualifikationen=lambda: _listed(volunteer)):
        volunteer.touch()
        stored = Qualification.objects.filter(pk=qualification.pk).first()
        if stored and stored.expires_on != qualification.expires_on:
            qualification.reminded_on = None
        qualification.volunteer = volunteer
        qualification.save()


@transaction.atomic
def remove(qualification: Qualification, *, by: Any) -> None:
    volunteer = qualification.volunteer
    with told(volunteer, by=by, Qualifikationen=lambda: _listed(volunteer)):
        volunteer.touch()
        qualification.delete()


@transaction.atomic
def add_from_training(
    volunteer: Volunteer,
    *,
    name: str,
    on: dt.date,
    expires_on: dt.date | None = None,
    by: Any = None,
) -> Qualification:
    """Keep what a Schulung of the Kreis has taught; asked for twice, it is kept once."""
    # Two at a time would both find none.
    locked = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    origin = Qualification.Origin.TRAINING
    known: Qualification | None = locked.qualifications.filter(
        name=name, acquired_on=on, origin=origin
    ).first()
    if known and known.expires_on == expires_on:
        return known
    qualification = known or Qualification(name=name, acquired_on=on, origin=origin)
    qualification.expires_on = expires_on
    save(locked, qualification, by=by)
    return qualification


def remind(today: dt.date) -> None:
    """Tell, once, whoever is there and has an address that a qualification runs out soon."""
    until = today + dt.timedelta(weeks=RegistryRules.current().reminder_weeks)
    soon = Qualification.objects.expiring(today, until).of_those_present()
    for pk in soon.filter(reminded_on=None).values_list("pk", flat=True).order_by("pk"):
        _remind(pk, today=today)


@transaction.atomic
def _remind(pk: int, *, today: dt.date) -> None:
    rows = Qualification.objects.select_for_update(of=("self",)).select_related("volunteer")
    qualification = rows.filter(pk=pk, reminded_on=None).first()
    if qualification is None:
        return
    qualification.reminded_on = today
    qualification.save(update_fields=["reminded_on"])
    volunteer = qualification.volunteer
    if volunteer.email:
        trail.record("volunteer.reminded", volunteer, by=None)
        mail.queue(emails.qualification_expires(qualification, volunteer, active_tenant()))


def _listed(volunteer: Volunteer) -> str:
    held = Qualification.objects.filter(volunteer=volunteer).order_by("acquired_on", "pk")
    return ", ".join(map(_in_words, held))


def _in_words(qualification: Qualification) -> str:
    until = qualification.expires_on
    return f"{qualification} bis {until:%d.%m.%Y}" if until else str(qualification)
