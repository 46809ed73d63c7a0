"""The fields of freinet-online, by which agencies and Kreise hand over people.

Their names are those by which the Ehrenamtskarte asks freinet for a person.
"""

import json
from collections.abc import Sequence
from typing import Any

from lotsen_portal.common import tables
from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.spreadsheets import Column, Table, csv_file
from volunteers.models import Volunteer

FIELDS = {
    "vorname": "first_name",
    "nachname": "last_name",
    "geburtstag": "birth_year",
    "strasse": "street",
    "plz": "postcode",
    "ort": "place",
    "mail1": "email",
    "tel_p": "phone",
    "user_status": "status",
}


NOBODY = "In der Datei stehen keine Personen in den Feldern von freinet, oder sie ist beschädigt."


class NotFreinet(DomainError):
    pass


def targets_of(headings: Sequence[str]) -> dict[str, str]:
    """Return what the columns of a table from freinet are; nothing for any other table."""
    return FIELDS if {"vorname", "nachname", "mail1", "user_status"} <= set(headings) else {}


# The day of birth is left out: the portal keeps the year alone.
FLAT = tuple(FIELDS)
ADDRESS = ("strasse", "plz", "ort", "mail1", "tel_p")


def people_of(volunteers: Any) -> list[dict[str, str]]:
    """Return the people in freinet's fields, one query for all."""
    names = ["first_name", "last_name", "street", "postcode", "place", "email", "phone", "status"]
    words = dict(Volunteer.Status.choices)
    return [
        {
            "vorname": first,
            "nachname": last,
            "geburtstag": "",
            "strasse": street,
            "plz": postcode,
            "ort": place,
            "mail1": email,
            "tel_p": phone,
            "user_status": words[status],
        }
        for first, last, street, postcode, place, email, phone, status in volunteers.order_by(
            "sort_key", "pk"
        ).values_list(*names)
    ]


def csv_of(people: Sequence[dict[str, str]]) -> bytes:
    columns = [Column(title=name) for name in FLAT]
    return csv_file(Table(columns=columns, rows=[[one[name] for name in FLAT] for one in people]))


def json_of(people: Sequence[dict[str, str]]) -> bytes:
    """Return each person with the address apart, as freinet's interface does."""
    nested = [
        {
            **{name: value for name, value in one.items() if name not in ADDRESS},
            "address": {name: one[name] for name in ADDRESS},
        }
        for one in people
    ]
    return json.dumps(nested, ensure_ascii=False, indent=2).encode()


def table_of(content: bytes) -> bytes:
    """Return what freinet's interface gave out as a table, to be read like any other.

    Raise NotFreinet for anything but people in freinet's fields, TooLarge for too many.
    """
    try:
        people = list(tables.objects(content, FLAT))
    except tables.TooLarge:
        raise
    except tables.Unreadable:
        raise NotFreinet(NOBODY) from None
    return csv_of([dict(zip(FLAT, person, strict=True)) for person in people])
