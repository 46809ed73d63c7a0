"""Tables as files: XLSX and CSV with the same bytes for the same rows, and no live formula."""

import csv
import io
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

type Value = str | int | Decimal | date | None

# What a spreadsheet program takes for the beginning of a formula.
FORMULA_STARTS = ("=", "+", "-", "−", "@", "|")
FORMATS = {"money": '#,##0.00 "€"', "day": "DD.MM.YYYY", "number": "#,##0", "text": "@"}
# The same format would print a whole number with a comma and nothing behind it.
BROKEN_NUMBER = "#,##0.00"
HEAD_FONT = Font(bold=True, color="FFFFFF")
HEAD_FILL = PatternFill("solid", fgColor="1A3E72")
# A ZIP knows no date before 1980; the files inside carry this one, whatever the day.
FIXED_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  # a ZIP knows no zone
NARROWEST, WIDEST = 8, 60
LONGEST_TEXT = 32_767  # characters in one cell
NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\")


@dataclass(frozen=True, kw_only=True)
class Column:
    title: str
    kind: Literal["text", "number", "money", "day"] = "text"


@dataclass(frozen=True, kw_only=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]


def workbook(sheets: Mapping[str, Table]) -> bytes:
    """Write one sheet per table: head in bold and frozen, filter on, columns as wide as needed."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        _fill(book.create_sheet(_sheet_name(name)), table)
    book.properties.creator = "Lotsenportal"
    book.properties.language = "de"
    book.properties.created = book.properties.modified = FIXED_MOMENT
    written = io.BytesIO()
    # `book.save` would put the time of day into the properties.
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED)).save()
    return _without_times(written)


def csv_file(table: Table) -> bytes:
    """Write what a German Excel opens by a double click: UTF-8 with BOM, `;`, decimal comma."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([_harmless(column.title) for column in table.columns])
    for row in table.rows:
        writer.writerow([_spelled(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _fill(sheet: Worksheet, table: Table) -> None:
    for index, column in enumerate(table.columns, start=1):
        head = cast(Cell, sheet.cell(1, index))
        _put(head, column.title)
        head.font, head.fill = HEAD_FONT, HEAD_FILL
        head.alignment = Alignment(vertical="center", wrap_text=True)
        alignment = Alignment(vertical="top", wrap_text=column.kind == "text")
        for row_index, row in enumerate(table.rows, start=2):
            cell = cast(Cell, sheet.cell(row_index, index))
            _put(cell, row[index - 1])
            cell.number_format = _format(column, row[index - 1])
            cell.alignment = alignment
        sheet.column_dimensions[get_column_letter(index)].width = _width(table, index - 1)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _format(column: Column, value: Value) -> str:
    broken = column.kind == "number" and isinstance(value, Decimal)
    return BROKEN_NUMBER if broken else FORMATS[column.kind]


def _put(cell: Cell, value: Value) -> None:
    if not isinstance(value, str):
        cell.value = value
        return
    text = printable(value)
    cell.value = text
    # openpyxl takes any text that begins with "=" for a formula.
    cell.data_type = "s"
    # Keeps the text a text when somebody edits the cell or saves the sheet as CSV.
    cell.quotePrefix = _harmless(text) != text


def printable(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]


def _harmless(text: str) -> str:
    """Lead a text that would be a formula with an apostrophe, as OWASP advises for CSV."""
    # Telephone numbers are no exception: "+49-8025" is a sum, and "+498025" a number without its
    # sign. Who needs them bare takes the workbook, whose cells say that they are text.
    text = printable(text)
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    """Say what any program might: some skip what is invisible, some read wide signs as narrow."""
    if not text or text[0].isalnum():
        return False
    if text[0] in "\t\r\n":
        return True
    folded = unicodedata.normalize("NFKC", text)
    # Controls, formats and spaces of any kind.
    visible = (char for char in folded if unicodedata.category(char)[0] not in "CZ")
    return next(visible, "").startswith(FORMULA_STARTS)


def _spelled(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return _harmless(value)
        case date():
            return f"{value:%d.%m.%Y}"
        case _:
            return str(value).replace(".", ",")


def _width(table: Table, index: int) -> int:
    longest = max((len(_spelled(row[index])) for row in table.rows), default=0)
    head = max(map(len, table.columns[index].title.split()), default=0)
    return min(WIDEST, max(NARROWEST, longest + 3, head + 4))


def _sheet_name(name: str) -> str:
    r"""Keep to what Excel allows: 31 characters, none of []:*?/\."""
    return name.translate(NOT_IN_SHEET_NAMES)[:31]


def _without_times(written: io.BytesIO) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, FIXED_MOMENT.timetuple()[:6])
            entry.external_attr = 0o600 << 16
            target.writestr(entry, source.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
