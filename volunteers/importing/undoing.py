"""Takes rows back out of the registry, but those that somebody has worked on since."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps

from lotsen_portal.audit import trail
from lotsen_portal.documents import actions as documents
from volunteers.importing import linking
from volunteers.models import HelperCircle, ImportRow, Volunteer

WORKED_ON = "nicht zurückgenommen: seither hat jemand diese Person bearbeitet"
HANGS_ON = "nicht zurückgenommen: seither ist an dieser Person etwas dazugekommen"
BACK = "zurückgenommen"
# As `actions.letters` names it, a room beside this one; it has the person's name and address.
LETTER = "volunteers.confidentiality"


def take_back(rows: Sequence[ImportRow], *, by: Any) -> None:
    """Undo these rows, the last of the file first, and say on each what became of it."""
    people = {
        person.pk: person
        for person in Volunteer.objects.select_for_update().filter(
            pk__in={row.volunteer_id for row in rows} - {None}
        )
    }
    counts = linking.counts_of(list(people))
    going = []
    for row in rows:
        person = people.get(row.volunteer_id or 0)
        if person is None:
            row.outcome = BACK
        elif person.version != row.undo["version"]:
            row.outcome = WORKED_ON
        elif "before" in row.undo:
            _restore(row, person, counts[person.pk], by=by)
        elif counts[person.pk] != row.undo["linked"]:
            row.outcome = HANGS_ON
        else:
            row.outcome = BACK
            going.append(person)
    ids = [person.pk for person in going]
    trail.record_all("volunteer.import_undone", going, by=by)
    for pk in ids:
        documents.remove(LETTER, subject_id=pk)
    Volunteer.objects.filter(pk__in=ids).delete()
    for row in rows:
        if row.volunteer_id in ids:
            row.volunteer = None
        _dissolve(row.undo.get("circles", []))
        row.undo = {}
    ImportRow.keep_outcomes(rows)


def _restore(row: ImportRow, person: Volunteer, counts: dict[str, int], *, by: Any) -> None:
    """Give a filled up person back what stood there, down to the version an earlier row knows."""
    with trail.changing("volunteer.import_undone", person, by=by):
        for name, value in row.undo["before"].items():
            setattr(person, name, value)
        for label, ids in row.undo["added"].items():
            gone, _ = apps.get_model(label).objects.filter(pk__in=ids).delete()
            counts[label] = counts.get(label, 0) - gone
            if not counts[label]:
                del counts[label]
        person.save()
        person.version = row.undo["version_before"]
        Volunteer.objects.filter(pk=person.pk).update(version=person.version)
    row.outcome = BACK


def _dissolve(circles: Sequence[int]) -> None:
    """Remove Helferkreise that the row has founded, where nobody is left and nothing was said."""
    HelperCircle.objects.filter(
        pk__in=circles, version=1, memberships__isnull=True, municipalities__isnull=True
    ).delete()
