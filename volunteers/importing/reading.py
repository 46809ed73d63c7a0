"""Reads a row: a person, a section, a total, or nothing; and what is kept of the person."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lotsen_portal.common.searching import folded
from volunteers.importing import cells as reading
from volunteers.importing import contacts, names, offers
from volunteers.importing.draft import Draft, Knowledge
from volunteers.importing.layout import NAMES
from volunteers.importing.words import NO_CIRCLE, TOTAL
from volunteers.models import ImportRow
from volunteers.models.volunteer import LONGEST_NOTE

READERS: Mapping[str, reading.Reader] = {
    "name": names.name,
    "last_name": names.last_name,
    "first_name": names.first_name,
    "salutation": reading.salutation,
    "email": contacts.email,
    "phone": contacts.phone,
    "street": reading.street,
    "postcode_place": reading.postcode_place,
    "postcode": reading.postcode,
    "place": reading.place,
    "languages": offers.languages,
    "fields": offers.fields,
    "circle": reading.circle,
    "joined_on": reading.joined_on,
    "left_on": reading.left_on,
    "status": reading.status,
    "clearance": reading.clearance,
    "birth_year": reading.birth_year,
    "note": reading.note,
    "remark": reading.remark,
}
GROUP = re.compile(
    r"(ohne|kein|helferkreis|helfergruppe|kreis|gruppe|team|ort|gemeinde|unterkunft)\b|.*[&:]"
)
# Whoever writes more into a cell tells a story; looking for separators in it takes too long.
LONGEST_CELL = 300  # characters
SEARCHED = {"name", "email", "phone", "postcode_place", "languages", "fields"}
# Nothing of these may come into the note, however long it is: a day is all that is read.
UNKEPT = {"clearance", "birth_year"}
Kind = ImportRow.Kind


@dataclass
class Sheet:
    """Reads the rows of a sheet in their order, for a section holds for those below it."""

    columns: Sequence[Mapping[str, str]]
    known: Knowledge
    section: str = ""
    targets: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.targets = [column["target"] for column in self.columns]

    def read(self, number: int, cells: list[str]) -> ImportRow:
        kind = self._kind(cells)
        row = ImportRow(number=number, kind=kind, cells=cells)
        if kind == Kind.SECTION:
            text = next(cell for cell in cells if cell)
            self.section = "" if NO_CIRCLE.match(folded(text)) else " ".join(text.split())[:150]
        if kind != Kind.PERSON:
            row.decision = ImportRow.Decision.SKIP
            return row
        draft = self._draft(cells)
        row.values, row.remarks = draft.values, draft.remarks
        row.is_objectionable = bool(draft.remarks)
        if not draft.values.get("last_name") and not draft.values.get("first_name"):
            row.decision = ImportRow.Decision.SKIP
        return row

    def _kind(self, cells: Sequence[str]) -> str:
        filled = [index for index, cell in enumerate(cells) if cell]
        if not filled:
            return Kind.EMPTY
        if len(filled) <= 3 and any(TOTAL.match(folded(cells[index])) for index in filled):
            return Kind.TOTAL
        if len(filled) > 1 or self._is_lone_name(filled[0], cells[filled[0]]):
            return Kind.PERSON
        # Nor is a mail address or a number a section; without a name the row stays out.
        alone = cells[filled[0]]
        return Kind.SECTION if "@" not in alone and any(map(str.isalpha, alone)) else Kind.PERSON

    def _is_lone_name(self, index: int, cell: str) -> bool:
        """Say whether the only text of a row is somebody's name; in a list of names it is."""
        target = self.targets[index] if index < len(self.targets) else ""
        if target not in NAMES:
            return False
        is_list_of_names = sum(other != "ignored" for other in self.targets) == 1
        if is_list_of_names or "," in cell:
            return True
        return len(cell.split()) > 1 and not GROUP.match(folded(cell)) and "&" not in cell

    def _draft(self, cells: Sequence[str]) -> Draft:
        draft = Draft()
        for cell, column, target in self._told(cells):
            if reading.says_nothing(cell):
                continue
            if len(cell) > LONGEST_CELL and target in SEARCHED:
                draft.keep("long", column, cell, "Das ist zu lang; es steht in der Notiz.")
            else:
                told = cell[:LONGEST_CELL] if target in UNKEPT else cell
                READERS[target](told, column, draft, self.known)
        self._complete(draft)
        return draft

    def _told(self, cells: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        for index, cell in enumerate(cells):
            target = self.targets[index] if index < len(self.targets) else "note"
            if cell and target in READERS:
                heading = self.columns[index]["heading"] if index < len(self.columns) else "Zelle"
                yield cell, heading, target

    def _complete(self, draft: Draft) -> None:
        """Add what other cells and rows tell: section, municipality, the end, the note."""
        values = draft.values
        if "circle" not in values and self.section:
            reading.circle(self.section, "Abschnitt", draft, self.known)
        if not values.get("last_name"):
            draft.remark("name", "Name", "", "Der Nachname fehlt.")
        elif not values.get("first_name"):
            draft.remark("name", "Name", "", "Der Vorname fehlt.")
        values["municipality"] = self._municipality(values)
        if left := values.get("left_on"):
            values["status"] = "left"
            self._begin_before(left, draft)
        elif values.get("status") == "left":
            values["left_on"] = self.known.today.isoformat()
            draft.remark(
                "no_day", "Status", "", "Wann sie ausgeschieden ist, steht nicht da: heute."
            )
        if values.get("status") == "left" and values.pop("seen_on", ""):
            # § 30a Abs. 3 BZRG: nothing is kept of those who help no more.
            draft.remark(
                "clearance", "Führungszeugnis", "", "Entfällt: Die Person ist ausgeschieden."
            )
        self._note(draft)

    def _begin_before(self, left: str, draft: Draft) -> None:
        """Let nobody begin after the end; where no beginning is told it is the same day."""
        begun = draft.values.get("joined_on", "")
        if not begun:
            text = "Unbekannt; eingetragen wird der Tag des Ausscheidens."
            draft.remark("no_day", "dabei seit", "", text)
        elif begun > left:
            text = "Später als das Ausscheiden; eingetragen wird dessen Tag."
            draft.keep("no_day", "dabei seit", draft.values.pop("joined_on"), text)

    def _municipality(self, values: Mapping[str, Any]) -> str:
        """Return the municipality that place or postcode name, if only one is meant."""
        if found := self.known.municipalities.get(folded(values.get("place", ""))):
            return found
        meant = self.known.by_postcode.get(values.get("postcode", ""), [])
        return meant[0] if len(meant) == 1 else ""

    def _note(self, draft: Draft) -> None:
        text = "\n".join(draft.notes)
        if len(text) > LONGEST_NOTE:
            draft.remark("long", "Notiz", "", "Die Notiz ist zu lang und am Ende gekürzt.")
            text = f"{text[: LONGEST_NOTE - 2]} …"
        draft.values["note"] = text
