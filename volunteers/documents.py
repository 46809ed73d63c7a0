"""Lists of this app as tables to save."""

from typing import Any

from lotsen_portal.common.spreadsheets import Column, Table
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


def people_table(people: Any) -> Table:
    """Return the listed people, one row each, by one query."""
    words = dict(Volunteer.Status.choices)
    rows = [
        [words[value] if name == "status" else value for name, value in row.items()]
        for row in people.values(*PEOPLE)
    ]
    return Table(columns=list(PEOPLE.values()), rows=rows)
