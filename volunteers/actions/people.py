"""Keeping the registry: add, change, let go, give access."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from lotsen_portal.accounts import actions as accounts
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.models import save_once
from lotsen_portal.mail import actions as mail
from lotsen_portal.tenancy.context import active_tenant
from lotsen_portal.tenancy.models import Role
from volunteers import emails
from volunteers.models import Engagement, EngagementField, Language, LanguageSkill, Volunteer
from volunteers.models.volunteer import ADDRESS_TAKEN


class NoAddress(DomainError):
    pass


@transaction.atomic
def save(
    volunteer: Volunteer,
    *,
    languages: Iterable[Language],
    fields: Iterable[EngagementField],
    on: dt.date,
    by: Any,
) -> Volunteer:
    """Store a new or changed volunteer with the languages and fields that hold from that day."""
    is_new = volunteer.pk is None
    before = (
        None if is_new else Volunteer.objects.values_list("status", flat=True).get(pk=volunteer.pk)
    )
    with trail.saving("volunteer", volunteer, by=by) as changes:
        save_once(volunteer, taken=ADDRESS_TAKEN, field="email")
        if volunteer.status != before:
            volunteer.record_status(on=volunteer.joined_on if is_new else on)
        for name, model, other, wanted in (
            ("Sprachen", LanguageSkill, "language", languages),
            ("Einsatzbereiche", Engagement, "field", fields),
        ):
            earlier = _listed(model, volunteer, other)
            _follow(model, volunteer, other, wanted, on=on)
            trail.compare(changes, name, earlier, _listed(model, volunteer, other))
    return volunteer


def _listed(model: type[Any], volunteer: Volunteer, other: str) -> str:
    """Return the names of what holds now, as one text."""
    current = model.objects.filter(volunteer=volunteer, ends_on__isnull=True)
    names = current.values_list(f"{other}__name", flat=True).order_by(f"{other}__name")
    return ", ".join(names)


def _follow(
    model: type[Any], volunteer: Volunteer, other: str, wanted: Iterable[Any], *, on: dt.date
) -> None:
    """End what is no longer wanted and begin what is new; what stays keeps its history."""
    wanted_ids = {thing.pk for thing in wanted}
    current = model.objects.filter(volunteer=volunteer, ends_on__isnull=True)
    current_ids = set(current.values_list(f"{other}_id", flat=True))
    gone = current.filter(**{f"{other}_id__in": current_ids - wanted_ids})
    # What began today was a slip and leaves no trace.
    gone.filter(starts_on__gte=on).delete()
    gone.update(ends_on=on - dt.timedelta(days=1))
    model.objects.bulk_create(
        model(volunteer=volunteer, starts_on=on, **{f"{other}_id": pk})
        for pk in sorted(wanted_ids - current_ids)
    )


@transaction.atomic
def say_goodbye(volunteer: Volunteer, *, on: dt.date, by: Any) -> None:
    """Let a volunteer leave: status, access, and a trace of it."""
    with trail.changing("volunteer.left", volunteer, by=by):
        volunteer.leave(on)
        if volunteer.membership_id:
            accounts.close_membership(volunteer.membership_id, last_day=on)


@transaction.atomic
def give_access(volunteer: Volunteer, *, by: Any) -> None:
    """Let a volunteer sign in with their address and tell them so by mail."""
    if not volunteer.email:
        raise NoAddress("Für einen Zugang braucht es eine E-Mail-Adresse.")
    if volunteer.membership_id:
        raise DomainError(f"{volunteer} hat bereits einen Zugang.")
    membership = accounts.open_membership(volunteer.email, role=Role.VOLUNTEER)
    if membership.volunteers.exists():
        raise DomainError("Diese Adresse gehört bereits zum Zugang einer anderen Person.")
    volunteer.membership = membership
    volunteer.save(update_fields=["membership"])
    trail.record("volunteer.access_given", volunteer, by=by)
    mail.queue(emails.welcome(volunteer, active_tenant()))
