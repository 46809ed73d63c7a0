"""Lists of this app as files to save: tables, and cards for an address book."""

from collections.abc import Sequence
from typing import Any

from lotsen_portal.common.spreadsheets import Column, Table, Value, csv_file, workbook
from volunteers.documents.vcards import cards
from volunteers.matching.labels import LABELS
from volunteers.models import Volunteer

NAMES = {"last_name": Column(title="Nachname"), "first_name": Column(title="Vorname")}
# All that a serial letter needs; never a note, a self-declaration, a Führungszeugnis.
LETTER = {
    "salutation": Column(title="Anrede"),
    "status": Column(title="Status"),
    "email": Column(title="E-Mail"),
    "phone": Column(title="Telefon"),
    "street": Column(title="Straße und Hausnummer"),
    "postcode": Column(title="Postleitzahl"),
    "place": Column(title="Ort"),
    "birth_year": Column(title="Geburtsjahr"),
    "languages": Column(title="Sprachen"),
    "engaged_in": Column(title="Hilft bei"),
    "circles": Column(title="Helferkreise"),
    "times": Column(title="Hat Zeit"),
    "tags_label": Column(title="Schlagwörter"),
    "joined_on": Column(title="dabei seit", kind="day"),
    "left_on": Column(title="ausgeschieden am", kind="day"),
}
OTHERS = {"last_contact_on": Column(title="zuletzt gesprochen", kind="day")}
# Columns of the list that are several here.
SEVERAL = {"place": ("postcode", "place"), "contact": ("email", "phone")}
WORDS = {
    "status": dict(Volunteer.Status.choices),
    "salutation": {"": "", **dict(Volunteer.Salutation.choices)},
}


def people_table(keys: Sequence[int], chosen: Sequence[str] = ()) -> Table:
    """Return these people, one row each in that order, by one query.

    `chosen` are the columns of the list; without any it is all that a letter needs.
    """
    columns = _columns(chosen)
    labels = {name: LABELS[name] for name in columns if name in LABELS}
    listed = _listed(keys).annotate(**labels)
    rows = {row.pop("pk"): _cells(row) for row in listed.values("pk", *columns)}
    return Table(columns=list(columns.values()), rows=[rows[key] for key in keys if key in rows])


def _columns(chosen: Sequence[str]) -> dict[str, Column]:
    if not chosen:
        return NAMES | LETTER
    fields = [name for column in chosen for name in SEVERAL.get(column, (column,))]
    return NAMES | {name: (LETTER | OTHERS)[name] for name in fields}


def _cells(row: dict[str, Any]) -> list[Value]:
    return [WORDS[name][value] if name in WORDS else value for name, value in row.items()]


def people_file(keys: Sequence[int], suffix: str, chosen: Sequence[str] = ()) -> bytes:
    """Return these people as a file of that kind, with the columns chosen."""
    if suffix == "vcf":
        people = {person.pk: person for person in _listed(keys)}
        return cards(people[key] for key in keys if key in people)
    table = people_table(keys, chosen)
    return csv_file(table) if suffix == "csv" else workbook({"Ehrenamtliche": table})


def _listed(keys: Sequence[int]) -> Any:
    return Volunteer.objects.for_list().filter(pk__in=keys)
