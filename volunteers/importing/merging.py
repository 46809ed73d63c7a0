"""Fills up a known person by a row: only what is empty, and what comes on top.

What the list says otherwise is added to the note: nobody could find it anywhere else.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any

from lotsen_portal.audit import trail
from lotsen_portal.common.phones import e164
from volunteers.importing import linking
from volunteers.matching.alike import sorted_name
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
        added, other_levels = _add(person, row, known, today=today)
        for label, ids in added.items():
            if label in NAMES:
                trail.compare(changes, NAMES[label], "", f"{len(ids)} dazu")
        differing |= _unlike(person, row.values) | other_levels
        no_room = _append_note(person, row.values.get("note", ""), differing, before)
        version = person.version
        person.save()
    told = [LABELS[name] for name in before] + [NAMES[label] for label in added if label in NAMES]
    row.outcome = _outcome(told, [label for label in differing if label not in no_room], no_room)
    row.undo |= {
        "version": person.version,
        "version_before": version,
        "before": before,
        "added": added,
    }


def _outcome(told: list[str], differing: list[str], no_room: list[str]) -> str:
    """Say what became of the row; labels alone, for it stays longer than what the row told."""
    text = f"zusammengeführt: ergänzt {', '.join(told)}" if told else "zusammengeführt"
    if differing:
        text += f"; abweichend und in der Notiz: {', '.join(differing)}"
    if no_room:
        text += f"; kein Platz mehr in der Notiz: {', '.join(no_room)}"
    return text[:300]


def _fill(
    person: Volunteer, values: dict[str, Any], known: "Registry"
) -> tuple[dict[str, Any], dict[str, str]]:
    """Set what is empty; return what stood there before, and what the list says otherwise."""
    told = values | {"municipality_id": known.municipalities.get(values.get("municipality", ""))}
    before: dict[str, Any] = {}
    differing: dict[str, str] = {}
    for name in FILLED:
        value, had = told.get(name), getattr(person, name)
        if not value or value == had:
            continue
        if name == "phone" and e164(value) and e164(value) == person.phone_number:
            continue
        if had or (name == "email" and Volunteer.objects.filter(email=value).exists()):
            differing[LABELS[name]] = _words(name, values)
        else:
            before[name] = had
            setattr(person, name, value)
    return before, differing


def _words(name: str, values: dict[str, Any]) -> str:
    match name:
        case "salutation":
            return str(Volunteer.Salutation(values[name]).label)
        case "municipality_id":
            return str(values["municipality"])
        case _:
            return str(values[name])


def _unlike(person: Volunteer, values: dict[str, Any]) -> dict[str, str]:
    """Return what the list says otherwise of what nobody has empty: name, beginning, status."""
    found = {}
    first, last = values.get("first_name", ""), values.get("last_name", "")
    if sorted_name(first, last) != sorted_name(person.first_name, person.last_name):
        found["Name"] = ", ".join(filter(None, [last, first]))
    joined_on = _day(values, "joined_on")
    if joined_on and not _may_mean(joined_on, person.joined_on):
        found["dabei seit"] = f"{joined_on:%d.%m.%Y}"
    status, left_on = values.get("status"), _day(values, "left_on")
    if status and status != person.status:
        found["Status"] = str(Volunteer.Status(status).label)
        found["Status"] += f" seit {left_on:%d.%m.%Y}" if left_on else ""
    return found


def _may_mean(told: dt.date, known: dt.date) -> bool:
    """Say whether the day may be the known one; a first may be any day of its month or year."""
    firsts = {known, known.replace(day=1), known.replace(month=1, day=1)}
    return told in firsts


def _append_note(
    person: Volunteer, note: str, differing: dict[str, str], before: dict[str, Any]
) -> list[str]:
    """Add the list's note and what differs below the person's; return what has no room there."""
    lines = [(f"{label} laut Liste: {text}", label) for label, text in differing.items()]
    lines += [(line, LABELS["note"]) for line in note.splitlines()]
    had, no_room = person.note, []
    for line, label in lines:
        if line.strip() in {"", *person.note.splitlines()}:
            continue
        both = f"{person.note}\n{line}".strip()
        if len(both) > LONGEST_NOTE:
            no_room.append(label)
        else:
            person.note = both
    if person.note != had:
        before["note"] = had
    return list(dict.fromkeys(no_room))


def _add(
    person: Volunteer, row: ImportRow, known: "Registry", *, today: dt.date
) -> tuple[dict[str, list[int]], dict[str, str]]:
    """Add languages, fields, Helferkreis, Führungszeugnis the person lacks.

    Return their ids, and the languages for which the list has another level.
    """
    have = {
        LanguageSkill: dict(_current(LanguageSkill, person, "language_id", "level")),
        Engagement: dict(_current(Engagement, person, "field_id", "pk")),
        CircleMembership: dict(_current(CircleMembership, person, "circle_id", "pk")),
    }
    columns = {LanguageSkill: "language_id", Engagement: "field_id", CircleMembership: "circle_id"}
    since = _day(row.values, "joined_on") or today
    added: dict[str, list[int]] = {}
    other_levels = {}
    for link in linking.links(person, row, known, since=min(since, person.left_on or since)):
        model = type(link)
        if model in columns and (key := getattr(link, columns[model])) in have[model]:
            if isinstance(link, LanguageSkill) and link.level not in {"", have[model][key]}:
                other_levels[str(link.language)] = str(link.get_level_display())
            continue
        if model not in columns and model._default_manager.filter(volunteer=person).exists():
            continue
        link.save()
        added.setdefault(model._meta.label, []).append(link.pk)
    return added, other_levels


def _day(values: dict[str, Any], name: str) -> dt.date | None:
    return dt.date.fromisoformat(values[name]) if values.get(name) else None


def _current(model: Any, person: Volunteer, *columns: str) -> Any:
    own = model.objects.filter(volunteer=person, ends_on__isnull=True)
    return own.values_list(*columns)


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
# No Führungszeugnis: the trail and the outcome outlive it, § 30a Abs. 3 BZRG.
NAMES = {
    "volunteers.LanguageSkill": "Sprachen",
    "volunteers.Engagement": "Einsatzbereiche",
    "volunteers.CircleMembership": "Helferkreis",
}
