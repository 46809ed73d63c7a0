"""Which row of a sheet names the columns, and what each column is taken for."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lotsen_portal.common.searching import folded
from volunteers.importing import freinet
from volunteers.importing.dates import read_day
from volunteers.importing.words import HEADINGS, NOT_SEEN, first_fitting
from volunteers.models import ImportLayout

# What a column may be taken for, in the order in which they are offered.
TARGETS = {
    "name": "Name und Vorname",
    "last_name": "Nachname",
    "first_name": "Vorname",
    "salutation": "Anrede",
    "email": "E-Mail",
    "phone": "Telefon",
    "street": "Straße und Hausnummer",
    "postcode_place": "Postleitzahl und Ort",
    "postcode": "Postleitzahl",
    "place": "Ort",
    "languages": "Sprachen",
    "fields": "Einsatzbereiche",
    "circle": "Helferkreis",
    "joined_on": "dabei seit",
    "left_on": "ausgeschieden",
    "status": "Status",
    "clearance": "Führungszeugnis gesehen am",
    "birth_year": "Geburtsjahr oder Geburtstag",
    "note": "in die Notiz, mit Überschrift",
    "remark": "in die Notiz, ohne Überschrift",
    "ignored": "nicht übernehmen",
}
NAMES = {"name", "last_name", "first_name"}
# Of two columns the second would say it again; these may be told in several.
REPEATED = {"email", "phone", "languages", "fields", "note", "remark", "ignored"}
MAIL, POSTCODE = re.compile(r"\S+@\S+\.\w+"), re.compile(r"\d{5}\s+[^\W\d]")
PHONE = re.compile(r"[+(]?\d[\d\s()/.\-]{5,}")
SHOWN_EXAMPLES = 3
FIRST, SECOND = 1, 2
# By which no column may come into the note, whatever was chosen the last time.
CLOSED = {
    "never": "Herkunft, Religion und Gesundheit führt das Portal nicht.",
    "clearance": "Von einem Führungszeugnis führt das Portal nur den Tag, an dem es gesehen wurde.",
}


@dataclass(frozen=True)
class Column:
    heading: str
    target: str
    examples: list[str]
    # What the Lotsin may choose; less than all where something may not be kept, and why not.
    allowed: tuple[str, ...] = tuple(TARGETS)
    hint: str = ""


def header_of(head: Sequence[Sequence[Any]]) -> int | None:
    """Return the number of the row that names most columns, the first of several; or none."""
    best, best_score = None, 0
    for number, cells in head:
        score = len({target for cell in cells if (target := _by_heading(cell))})
        if score > best_score and sum(map(bool, cells)) >= min(SECOND, _width(head)):
            best, best_score = number, score
    return best


def columns_of(sheet: dict[str, Any], header_row: int | None) -> list[Column]:
    """Guess for each column of the sheet what it tells: by its heading, else by its cells."""
    headings: list[str] = next(
        (cells for number, cells in sheet["head"] if number == header_row), []
    )
    below = [cells for number, cells in sheet["head"] if number > (header_row or 0)]
    columns: list[Column] = []
    known = freinet.targets_of(headings)
    for index in range(sheet["columns"]):
        heading = headings[index] if index < len(headings) else ""
        values = [cells[index] for cells in below if index < len(cells) and cells[index]]
        taken = {one.target for one in columns}
        if closed := _closed(heading, values, taken):
            columns.append(closed)
            continue
        target = known.get(heading) or _by_heading(heading) or _by_cells(values)
        if target not in REPEATED and target in taken:
            target = "note"
        columns.append(
            Column(heading or f"Spalte {letters(index)}", target, values[:SHOWN_EXAMPLES])
        )
    return _settled(columns)


def suggested(sheet: dict[str, Any], header_row: int | None) -> list[Column]:
    """Return what the columns were taken for the last time, else what they look like."""
    columns = columns_of(sheet, header_row)
    told = ImportLayout.remembered([column.heading for column in columns])
    return [
        replace(column, target=target)
        if (target := told.get(column.heading, column.target)) in column.allowed
        else column
        for column in columns
    ]


def _closed(heading: str, values: list[str], taken: set[str]) -> Column | None:
    """Return a column that is about what may not be kept, however long its heading; or None.

    How long a Führungszeugnis is valid is nobody's end, and no note may tell of one.
    """
    words = folded(heading)
    about = first_fitting([pair for pair in HEADINGS if pair[0] in CLOSED], words)
    if not about:
        return None
    shown = values[:SHOWN_EXAMPLES]
    if about == "never" or NOT_SEEN.search(words):
        return Column(heading, "ignored", shown, ("ignored",), CLOSED[about])
    allowed = ("clearance", "ignored")
    if "clearance" in taken:
        return Column(heading, "ignored", shown, allowed, CLOSED[about])
    return Column(heading, "clearance", shown, allowed)


def _settled(columns: list[Column]) -> list[Column]:
    """Take a lone „Name“ beside „Vorname“ for the family name."""
    targets = {column.target for column in columns}
    if "first_name" not in targets or "last_name" in targets:
        return columns
    return [
        replace(column, target="last_name") if column.target == "name" else column
        for column in columns
    ]


def letters(index: int) -> str:
    """Return the column as office programs call it: A, B, … AA."""
    name, rest = "", index
    while rest >= 0:
        name, rest = chr(ord("A") + rest % 26) + name, rest // 26 - 1
    return name


def _by_heading(cell: str) -> str:
    words = folded(cell)
    # A sentence is a title, a cell with a sign that names do not have is no heading.
    if not words or len(words.split()) > 5 or "@" in cell:
        return ""
    return first_fitting(HEADINGS, words)


def _by_cells(values: Sequence[str]) -> str:
    """Tell mail, telephone and postcode by how they look; anything else stays for the note."""
    for target, looks_like in LOOKS.items():
        if values and sum(map(looks_like, values)) * 2 > len(values):
            return target
    return "note"


def _is_phone(value: str) -> bool:
    day = read_day(value)
    return bool(PHONE.match(value)) and (day is None or day.known == "some year")


LOOKS: dict[str, Callable[[str], bool]] = {
    "email": lambda value: bool(MAIL.match(value)),
    "postcode_place": lambda value: bool(POSTCODE.match(value)),
    "phone": _is_phone,
}


def _width(head: Sequence[Sequence[Any]]) -> int:
    return max((len(cells) for _, cells in head), default=0)
