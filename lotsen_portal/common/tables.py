"""Tables that people upload, read by a process of its own, see `tables_reader`."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lotsen_portal.common.errors import DomainError
from lotsen_portal.common.tables_reader import MAX_ROWS

READER = Path(__file__).with_name("tables_reader.py")
PATIENCE = 90  # seconds
KINDS = ("xlsx", "ods", "csv")
MAX_ROWS_SPELLED = f"{MAX_ROWS:,}".replace(",", ".")
SENTENCES = {
    3: "Die Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort.",
    5: "Die Tabelle ist zu groß. Das Portal liest bis zu"
    f" {MAX_ROWS_SPELLED} Zeilen; bitte teilen Sie sie.",
}
UNREADABLE = (
    "Die Datei lässt sich nicht als Tabelle lesen. Bitte öffnen Sie sie in Ihrem"
    " Tabellenprogramm und speichern Sie sie noch einmal als XLSX."
)


class Unreadable(DomainError):
    pass


def look(content: bytes, kind: str) -> list[dict[str, Any]]:
    """Return the sheets that hold anything: name, rows, columns, and the head of each."""
    (found,) = _read(content, kind, "look")
    sheets = [sheet for sheet in found["sheets"] if sheet["rows"]]
    if not sheets:
        raise Unreadable("Die Tabelle ist leer.")
    if all(sheet["rows"] > MAX_ROWS for sheet in sheets):
        raise Unreadable(SENTENCES[5])
    return sheets


def rows(content: bytes, kind: str, sheet: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a sheet, numbered as the office program numbers them."""
    *lines, end = _read(content, kind, "rows", sheet)
    if end != "end":
        raise Unreadable(UNREADABLE)
    yield from ((number, cells) for number, cells in lines)


def _read(content: bytes, kind: str, *what: str) -> list[Any]:
    """Let the reader read; whatever becomes of it, there is a sentence."""
    command = [sys.executable, "-I", str(READER), kind, *what]
    try:
        done = subprocess.run(  # noqa: S603  # our own program; a sheet's name is no option
            command, input=content, capture_output=True, check=False, env={}, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise Unreadable(SENTENCES[5]) from None
    # A process that was ended from outside asked for more than it may have.
    code = 5 if done.returncode < 0 else done.returncode
    if code:
        raise Unreadable(SENTENCES.get(code, UNREADABLE))
    return [json.loads(line) for line in done.stdout.decode().splitlines()]
