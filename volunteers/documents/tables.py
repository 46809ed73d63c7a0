"""Lists of this app as files to save: tables, and cards for an address book."""

from collections.abc import Sequence
from typing import Any

from lotsen_portal.common.spreadsheets import Column, Table, csv_file, workbook
from volunteers.documents.vcards import cards
from volunteers.models import Volunteer

# What the list shows and what a letter needs; no note, no birth year, no self-declaration.
PEOPLE = {
    "last_name": Column(title="Nachname"),
    "first_name": Column(title="Vorname"),
    "status": Column(title="Status"),
    "email": Column(title="E-Mail"),
    "phone": Column(title="Telefon"),
    "postcode": Column(title="Postleitzahl"),
    "place": Column(title="Ort"),
    "languages": Column(title="Sprachen"),
    "engaged_in": Column(title="Hilft bei"),
    "joined_on": Column(title="dabei seit", kind="day"),
    "left_on": Column(title="ausgeschieden am", kind="day"),
}


def people_table(keys: Sequence[int]) -> Table:
    """Return these people, one row each in that order, by one query."""
    words = dict(Volunteer.Status.choices)
    rows = {
        row.pop("pk"): [words[value] if name == "status" else value for name, value in row.items()]
        for row in _listed(keys).values("pk", *PEOPLE)
    }
    return Table(columns=list(PEOPLE.values()), rows=[rows[key] for key in keys if key in rows])


def people_file(keys: Sequence[int], suffix: str) -> bytes:
    """Return these people as a file of that kind."""
    if suffix == "vcf":
        people = {person.pk: person for person in _listed(keys)}
        return cards(people[key] for key in keys if key in people)
    table = people_table(keys)
    return csv_file(table) if suffix == "csv" else workbook({"Ehrenamtliche": table})


def _listed(keys: Sequence[int]) -> Any:
    return Volunteer.objects.for_list().filter(pk__in=keys)
