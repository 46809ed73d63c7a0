"""A program of its own: read a table from standard input, write its rows as lines of JSON.

What people upload may be a bomb, cut off, locked or a riddle for the library that reads it. Here
it meets a process with little memory and little time, that nobody misses when it dies. It imports
nothing of the portal and knows no secret.
"""

import csv
import datetime as dt
import io
import json
import resource
import sys
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any

import charset_normalizer
import python_calamine

MEMORY = 420_000_000  # bytes of address space
SECONDS = 60  # of the processor
HEAD = 20  # rows of a sheet that are looked at first
MAX_SHEETS, MAX_COLUMNS = 20, 60
MAX_ROWS = 20_000
MAX_TEXT, MAX_EXAMPLE = 2_000, 120  # characters of one cell
MAX_SAID = 60_000_000  # characters in all
CUT = " […]"
# Names have commas as well: of two that fit, the comma is none.
SEPARATORS = ";\t|,"
# What German office programs have written in forty years, and what it is read by.
OLD_ENCODINGS = ["cp1252", "mac_roman", "cp850"]
GERMAN = set("äöüßÄÖÜéèáàêçñ€§°–„“”’´")


class TooMuch(Exception):
    pass


def main(kind: str, what: str, sheet: str = "") -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = sys.stdin.buffer.read()
    sheets = _csv_sheets(content) if kind == "csv" else _book_sheets(content)
    if what == "look":
        _say({"sheets": [_looked_at(name, rows) for name, rows in islice(sheets, MAX_SHEETS)]})
        return
    for name, rows in sheets:
        if name == sheet:
            _say_all(rows)
    _say("end")


def _say_all(rows: Iterator[tuple[int, list[str]]]) -> None:
    said = 0
    for number, cells in rows:
        said += sum(map(len, cells))
        if number > MAX_ROWS or said > MAX_SAID:
            raise TooMuch
        _say([number, cells])


def _looked_at(name: str, rows: Iterator[tuple[int, list[str]]]) -> dict[str, Any]:
    """Return the head of a sheet and how far it goes; what is empty throughout counts nothing."""
    head, last, width = [], 0, 0
    for number, cells in rows:
        if any(cells):
            last, width = number, max(width, len(cells))
            if number <= HEAD:
                head.append([number, [cell[:MAX_EXAMPLE] for cell in cells]])
    return {"name": name, "rows": last, "columns": width, "head": head}


# Workbooks


def _book_sheets(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for meta in book.sheets_metadata:
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
            yield meta.name, _book_rows(book.get_sheet_by_name(meta.name))


def _book_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first):
        yield number, _trimmed([_text(cell) for cell in cells])


def _text(value: object) -> str:
    match value:
        case bool():
            return "ja" if value else "nein"
        case dt.datetime() if value.time() != dt.time():
            return f"{value:%d.%m.%Y %H:%M}"
        case dt.date():
            return f"{value:%d.%m.%Y}"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)


# Text


def _csv_sheets(content: bytes) -> Iterator[tuple[str, Iterator[tuple[int, list[str]]]]]:
    text = _decoded(content)
    yield "Tabelle", _csv_rows(text)


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    for number, cells in enumerate(reader, start=1):
        yield number, _trimmed(cells)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_old_encoding(content), errors="replace")


def _old_encoding(content: bytes) -> str:
    """Return the encoding in which it reads like German; if none does, ask the library."""

    def fitting(encoding: str) -> int:
        letters = [char for char in content.decode(encoding, errors="replace") if char > "~"]
        return sum(1 if char in GERMAN else -1 for char in letters)

    best = max(OLD_ENCODINGS, key=fitting)
    if fitting(best) > 0:
        return best
    found = charset_normalizer.from_bytes(content).best()
    return found.encoding if found else "cp1252"


def _separator(text: str) -> str:
    """Return what stands most evenly in the first lines, outside of quotes."""
    lines = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter="\0"), HEAD))
    head = [line[0] for line in lines if line]
    if head and (named := head[0].strip().lower()).startswith("sep=") and len(named) == 5:
        return named[-1]

    def evenness(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(head, delimiter=separator)]
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(SEPARATORS, key=evenness)


# Both


def _trimmed(cells: list[str]) -> list[str]:
    """Return the cells as clean text, without the empty ones at the end."""
    texts = [_clean(cell) for cell in cells[:MAX_COLUMNS]]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _clean(text: str) -> str:
    """Compose accents; leave out what is invisible; keep no text that nobody would read."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    if composed.isprintable() and len(composed) <= MAX_TEXT:
        return composed.strip()
    # Controls but line breaks, and what turns the direction of writing around.
    visible = "".join(
        " " if char in "\t\N{NO-BREAK SPACE}" else char
        for char in composed
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    ).strip()
    return visible if len(visible) <= MAX_TEXT else visible[: MAX_TEXT - len(CUT)] + CUT


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def _run() -> int:
    """Return 0, or 3 where a password is asked for, 4 where it cannot be read, 5 for too much."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a real stream
    try:
        main(*sys.argv[1:])
    except python_calamine.PasswordError:
        return 3
    except (MemoryError, TooMuch):
        return 5
    # The library raises whatever its readers raise on bytes that are no table; a panic as well.
    except BaseException:  # noqa: BLE001
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(_run())
