"""Führungszeugnisse: asked for by letter, seen, and forgotten in time (§ 30a BZRG).

Lines of the trail name the entry by its number and keep no days: they outlive it, and Leitung,
who may not see a Führungszeugnis, reads them too.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError
from lotsen_portal.documents import actions as documents
from lotsen_portal.documents.models import Document
from volunteers.actions.letters import CLEARANCE_LETTER
from volunteers.models import Clearance, Merge, RegistryRules, Volunteer


class NotNeeded(DomainError):
    pass


@transaction.atomic
def ask(volunteer: Volunteer, *, on: dt.date, by: Any) -> Document:
    """Order the letter that asks for a Führungszeugnis, and note that it was asked for."""
    clearance = _entry(volunteer, on=on)
    volunteer.touch()
    clearance.ask(on=on)
    trail.record("clearance.requested", clearance, by=by)
    return documents.order(
        CLEARANCE_LETTER,
        subject_id=volunteer.pk,
        # Leitung sees what was printed, and must not learn for whom.
        title="Aufforderung zur Vorlage eines erweiterten Führungszeugnisses",
        key=f"{CLEARANCE_LETTER}:{volunteer.pk}",
        by=by,
    )


@transaction.atomic
def note(
    volunteer: Volunteer, *, issued_on: dt.date, seen_on: dt.date, seen_by: str, by: Any
) -> Clearance:
    """Note that a Führungszeugnis was seen. One that raises doubts is not noted: nobody is placed.

    Raise DomainError if none is needed or this one was too old.
    """
    clearance = _entry(volunteer, on=seen_on)
    clearance.note(
        issued_on=issued_on, seen_on=seen_on, seen_by=seen_by, rules=RegistryRules.current()
    )
    volunteer.touch()
    trail.record("clearance.noted", clearance, by=by)
    return clearance


@transaction.atomic
def remove(clearance: Clearance, *, by: Any) -> None:
    """Take an entry back, with the letter that asked for it."""
    trail.record("clearance.removed", clearance, by=by)
    _remove(clearance)


def forget(today: dt.date) -> None:
    """Delete what may not be kept any longer, whatever anybody wishes, § 30a Abs. 3 BZRG."""
    entries = Clearance.objects.select_related("volunteer").prefetch_related(
        "volunteer__engagements__field", "volunteer__status_changes"
    )
    for clearance in entries.order_by("pk"):
        if clearance.must_go(today):
            with transaction.atomic():
                trail.record("clearance.forgotten", clearance, by=None)
                _remove(clearance)


def _entry(volunteer: Volunteer, *, on: dt.date) -> Clearance:
    """Return the person's entry, a new one if there is none; raise NotNeeded."""
    # Two at a time would both find none.
    Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if not Volunteer.objects.with_minors(on).filter(pk=volunteer.pk).exists():
        raise NotNeeded(
            f"{volunteer} hilft an diesem Tag in keinem Einsatzbereich mit Minderjährigen."
            " Deshalb darf kein Führungszeugnis verlangt oder eingetragen werden."
        )
    known: Clearance | None = Clearance.objects.filter(volunteer=volunteer).first()
    return known or Clearance(volunteer=volunteer)


def _remove(clearance: Clearance) -> None:
    documents.remove(CLEARANCE_LETTER, subject_id=clearance.volunteer_id)
    # An entry that went when two became one is kept there for the way back.
    for merge in Merge.objects.filter(kept=clearance.volunteer_id):
        merge.forget_rows(clearance._meta.label)
    # So do the rows of tables in which it stood.
    label = clearance._meta.label
    for row in clearance.volunteer.import_rows.select_related("run").order_by("pk"):
        row.forget(label, code="clearance", value="seen_on", word="Führungszeugnis")
    clearance.delete()
