"""Tables that people upload, read by a process of its own, see `tables_reader`."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.tables_reader import MAX_ROWS

READER = Path(__file__).with_name("tables_reader.py")
PATIENCE = 90  # seconds
KINDS = ("xlsx", "ods", "csv")
MAX_ROWS_SPELLED = f"{MAX_ROWS:,}".replace(",", ".")
TOO_MUCH = 5
TOO_LARGE = (
    f"Die Tabelle ist zu groß. Das Portal liest bis zu {MAX_ROWS_SPELLED} Zeilen;"
    " bitte teilen Sie sie."
)
SENTENCES = {
    3: "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort.",
}
UNREADABLE = (
    "Die Datei lässt sich nicht als Tabelle lesen. Bitte öffnen Sie sie in Ihrem"
    " Tabellenprogramm und speichern Sie sie noch einmal als XLSX."
)


class Unreadable(DomainError):
    pass


class TooLarge(Unreadable):
    pass


def look(content: bytes, kind: str) -> list[dict[str, Any]]:
    """Return the sheets that hold anything: name, rows, columns, and the head of each."""
    (found,) = _read(content, kind, "look")
    sheets = [sheet for sheet in found["sheets"] if sheet["rows"]]
    if not sheets:
        raise Unreadable("Die Tabelle ist leer.")
    if all(sheet["rows"] > MAX_ROWS for sheet in sheets):
        raise TooLarge(TOO_LARGE)
    return sheets


def rows(content: bytes, kind: str, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet, numbered as the office program numbers them."""
    for line in _read(content, kind, "rows", sheet):
        if line == "end":
            return
        number, cells = line
        yield number, cells
    raise Unreadable(UNREADABLE)


def objects(content: bytes, names: Sequence[str]) -> Iterator[list[str]]:
    """Yield from JSON what its objects have under these names; raise for anything else."""
    for _, cells in rows(content, "json", ",".join(names)):
        yield [*cells, *[""] * (len(names) - len(cells))]


def _read(content: bytes, kind: str, *what: str) -> Iterator[Any]:
    """Let the reader read; whatever becomes of it, there is a sentence.

    What it says waits in a nameless file and is taken line by line: as a whole it is many times
    as large in memory.
    """
    command = [sys.executable, "-I", str(READER), kind, *what]
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(  # noqa: S603  # our own program; a sheet's name is no option
                command,
                input=content,
                stdout=said,
                stderr=subprocess.DEVNULL,
                check=False,
                env={},
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            raise TooLarge(TOO_LARGE) from None
        # A process that was ended from outside asked for more than it may have.
        if done.returncode < 0 or done.returncode == TOO_MUCH:
            raise TooLarge(TOO_LARGE)
        if code := done.returncode:
            raise Unreadable(SENTENCES.get(code, UNREADABLE))
        said.seek(0)
        # Lines end where bytes say so: a text may hold what Unicode calls the end of a line.
        yield from map(json.loads, said)
