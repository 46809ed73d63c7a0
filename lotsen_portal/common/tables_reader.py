"""A program of its own: read a table from standard input, write its rows as lines of JSON.

What people upload may be a bomb, cut off, locked or a riddle for the library that reads it. Here
it meets a process with little memory and little time, that nobody misses when it dies. It imports
nothing of the portal and knows no secret.
"""

import csv
import datetime as dt
import io
import json
import re
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
MAX_SAID = 15_000_000  # bytes in all
MAX_NAME = 100  # characters of a sheet's name
CUT = " […]"
BLANKS, EMPTY_LINES = re.compile(r"  +"), re.compile(r"\n{3,}")
# Names have commas as well: of two that fit, the comma is none.
SEPARATORS = ";\t|,"
# What German office programs have written in forty years, and what it is read by.
OLD_ENCODINGS = ["cp1252", "mac_roman", "cp850"]
FORMULA_STARTS = {"=", "+", "-", "−", "@", "|"}
GERMAN = set("äöüßÄÖÜéèáàêçñ€§°–„“”’´")


# Number, cells, and in which column the last text stands: further on than is read, perhaps.
type Row = tuple[int, list[str], int]
# Name, rows, and whether the office program hides it.
type Sheet = tuple[str, Iterator[Row], bool]


class TooMuch(Exception):
    pass


def main(kind: str, what: str, sheet: str = "") -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content = sys.stdin.buffer.read()
    if kind == "json":
        _say_all(_object_rows(content, sheet.split(",")))
        _say("end")
        return
    sheets = _csv_sheets(content) if kind == "csv" else _book_sheets(content)
    if what == "look":
        looked_at = [
            _looked_at(name, rows) | {"is_hidden": is_hidden}
            for name, rows, is_hidden in islice(sheets, MAX_SHEETS)
        ]
        _say({"sheets": looked_at})
        return
    for name, rows, _ in sheets:
        if name == sheet:
            _say_all(rows)
    _say("end")


def _say_all(rows: Iterator[Row]) -> None:
    said = 0
    for number, cells, _ in rows:
        said += _say([number, cells])
        if number > MAX_ROWS or said > MAX_SAID:
            raise TooMuch


def _looked_at(name: str, rows: Iterator[Row]) -> dict[str, Any]:
    """Return the head of a sheet and how far it goes; what is empty throughout counts nothing."""
    head, last, width = [], 0, 0
    for number, cells, reaches in rows:
        if reaches:
            last, width = number, max(width, reaches)
            if number <= HEAD:
                head.append([number, [cell[:MAX_EXAMPLE] for cell in cells]])
    left_out = max(0, width - MAX_COLUMNS)
    told = {"name": name, "rows": last, "columns": width - left_out, "head": head}
    return told | {"left_out": left_out}


# Workbooks


def _book_sheets(content: bytes) -> Iterator[Sheet]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    number = 0
    for meta in book.sheets_metadata:
        if meta.typ == python_calamine.SheetTypeEnum.WorkSheet:
            number += 1
            is_hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
            rows = _book_rows(book.get_sheet_by_name(meta.name))
            yield _named(meta.name, number), rows, is_hidden


def _named(name: str, number: int) -> str:
    """Return what the sheet is called, by its number where that is too long or says nothing."""
    clean = _clean(name).replace("\n", " ")
    if clean and len(clean) <= MAX_NAME:
        return clean
    return f"{clean[: MAX_NAME - 15]} … Blatt {number}".removeprefix(" … ")


def _book_rows(sheet: Any) -> Iterator[Row]:
    first = sheet.start[0] + 1 if sheet.start else 1
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=first):
        yield _row(number, [_text(cell) for cell in cells])


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


def _csv_sheets(content: bytes) -> Iterator[Sheet]:
    text = _decoded(content)
    yield "Tabelle", _csv_rows(text), False


def _csv_rows(text: str) -> Iterator[Row]:
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    for number, cells in enumerate(reader, start=1):
        yield _row(number, [_bare(cell) for cell in cells])


def _bare(cell: str) -> str:
    """Take off the apostrophe by which programs, ours too, keep a text from being a formula."""
    is_led = cell[:1] == "'" and unicodedata.normalize("NFKC", cell[1:2]) in FORMULA_STARTS
    return cell[1:] if is_led else cell


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


# Objects


def _object_rows(content: bytes, names: list[str]) -> Iterator[Row]:
    """Yield what each object has under these names, itself or in an object it holds as address.

    The first two name somebody: objects without them are no people.
    """
    found = json.loads(content)
    people = [one for one in (found if isinstance(found, list) else [found]) if one]
    if len(people) > MAX_ROWS:
        raise TooMuch
    for number, one in enumerate(people, start=1):
        address = one.get("address")
        told = one | (address if isinstance(address, dict) else {})
        texts = {name: str(told[name]) for name in names if isinstance(told.get(name), str | int)}
        if not {*names[:2]} <= texts.keys():
            raise ValueError("no people")
        yield _row(number, [texts.get(name, "") for name in names])
    if not people:
        raise ValueError("nobody")


# All


def _row(number: int, cells: list[str]) -> Row:
    """Return the cells as clean text, without the empty ones at the end."""
    texts = [_clean(cell) for cell in cells[:MAX_COLUMNS]]
    while texts and not texts[-1]:
        texts.pop()
    beyond = [at for at, cell in enumerate(cells, start=1) if at > MAX_COLUMNS and cell.strip()]
    return number, texts, max([len(texts), *beyond])


def _clean(text: str) -> str:
    """Compose accents; leave out what is invisible; keep no text that nobody would read.

    Blanks and empty lines stand once: what looks for a separator goes through a run of them as
    often as it is long.
    """
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        composed = "".join(map(_visible, composed))
    lines = [BLANKS.sub(" ", line).strip() for line in composed.split("\n")]
    clean = EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    return clean if len(clean) <= MAX_TEXT else clean[: MAX_TEXT - len(CUT)] + CUT


def _visible(char: str) -> str:
    """Return the character, a blank or the end of a line; nothing for controls and the like."""
    # What turns the direction of writing around is among them.
    category = unicodedata.category(char)
    if char == "\n" or category in {"Zl", "Zp"}:
        return "\n"
    if char == "\t" or category == "Zs":
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} else char


def _say(line: object) -> int:
    """Write a line and return its length."""
    return sys.stdout.buffer.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")


def _run() -> int:
    """Return 0, or 3 where a password is asked for, 4 where it cannot be read, 5 for too much."""
    try:
        main(*sys.argv[1:])
        sys.stdout.flush()
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
