"""Fills up a known person by a row: only what is empty, and what comes on top."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from lotsen_portal.audit import trail
from volunteers.importing import linking
from volunteers.models import (
    CircleMembership,
    Engagement,
    ImportRow,
    LanguageSkill,
    Volunteer,
)
from volunteers.models.volunteer import LONGEST_NOTE

if TYPE_CHECKING:
    from volunteers.importing.writing import Registry

FILLED = "salutation email phone street postcode place municipality_id birth_year".split()


def fill_up(
    row: ImportRow, person: Volunteer | None, known: "Registry", *, today: dt.date, by: Any
) -> None:
    """Merge the row into the person, and say what was added and what differs."""
    if person is None:
        row.outcome = "nicht übernommen: die andere Person gibt es nicht mehr"
        return
    row.volunteer = person
    with trail.changing("volunteer.completed", person, by=by) as changes:
        before, differing = _fill(person, row.values, known)
        added = _add(person, row, known, today=today)
        for label, ids in added.items():
            trail.compare(changes, NAMES[label], "", f"{len(ids)} dazu")
        version = person.version
        person.save()
    told = [LABELS[name] for name in before] + [NAMES[label] for label in added]
    row.outcome = f"zusammengeführt: ergänzt {', '.join(told)}" if told else "zusammengeführt"
    if differing:
        row.outcome += f"; abweichend und nicht geändert: {', '.join(differing)}"
    row.outcome = row.outcome[:300]
    row.undo |= {
        "version": person.version,
        "version_before": version,
        "before": before,
        "added": added,
    }


def _fill(
    person: Volunteer, values: dict[str, Any], known: "Registry"
) -> tuple[dict[str, Any], list[str]]:
    """Set what is empty; return what stood there before, and what the list says otherwise."""
    told = values | {"municipality_id": known.municipalities.get(values.get("municipality", ""))}
    before: dict[str, Any] = {}
    differing = []
    for name in FILLED:
        value, had = told.get(name), getattr(person, name)
        if not value or value == had:
            continue
        if had or (name == "email" and Volunteer.objects.filter(email=value).exists()):
            differing.append(LABELS[name])
        else:
            before[name] = had
            setattr(person, name, value)
    _append_note(person, values.get("note", ""), before, differing)
    return before, differing


def _append_note(
    person: Volunteer, note: str, before: dict[str, Any], differing: list[str]
) -> None:
    """Add the list's note below the person's, where both fit."""
    if not note or note in person.note:
        return
    both = f"{person.note}\n{note}".strip()
    if len(both) > LONGEST_NOTE:
        differing.append(LABELS["note"])
        return
    before["note"] = person.note
    person.note = both


def _add(
    person: Volunteer, row: ImportRow, known: "Registry", *, today: dt.date
) -> dict[str, list[int]]:
    """Add languages, fields, Helferkreis, Führungszeugnis the person lacks; return their ids."""
    have = {
        LanguageSkill: set(_current(LanguageSkill, person, "language_id")),
        Engagement: set(_current(Engagement, person, "field_id")),
        CircleMembership: set(_current(CircleMembership, person, "circle_id")),
    }
    columns = {LanguageSkill: "language_id", Engagement: "field_id", CircleMembership: "circle_id"}
    added: dict[str, list[int]] = {}
    for link in linking.links(person, row, known, since=person.left_on or today):
        model = type(link)
        if model in columns and getattr(link, columns[model]) in have[model]:
            continue
        if model not in columns and model._default_manager.filter(volunteer=person).exists():
            continue
        link.save()
        added.setdefault(model._meta.label, []).append(link.pk)
    return added


def _current(model: Any, person: Volunteer, column: str) -> Any:
    own = model.objects.filter(volunteer=person, ends_on__isnull=True)
    return own.values_list(column, flat=True)


LABELS = {
    "salutation": "Anrede",
    "email": "E-Mail",
    "phone": "Telefon",
    "street": "Straße",
    "postcode": "Postleitzahl",
    "place": "Ort",
    "municipality_id": "Gemeinde",
    "birth_year": "Geburtsjahr",
    "note": "Notiz",
}
NAMES = {
    "volunteers.LanguageSkill": "Sprachen",
    "volunteers.Engagement": "Einsatzbereiche",
    "volunteers.CircleMembership": "Helferkreis",
    "volunteers.Clearance": "Führungszeugnis",
}
