import csv
import io
import subprocess
import sys
import unicodedata
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lotsen_portal.common.spreadsheets import Column, Table, csv_file, workbook

VOUCHERS = Table(
    columns=[
        Column(title="Tag", kind="day"),
        Column(title="Empfänger"),
        Column(title="Betrag", kind="money"),
        Column(title="Plätze", kind="number"),
    ],
    rows=[
        (date(2026, 11, 22), "Bäckerei „Süd“", Decimal("1234.50"), 12),
        (date(2026, 1, 2), None, Decimal("-3.00"), None),
    ],
)
DANGEROUS = [
    '=HYPERLINK("http://evil.example";"x")',
    "+49 8025 123",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\x00=1+1",
    "\N{NO-BREAK SPACE}=1+1",
    "\N{ZERO WIDTH NO-BREAK SPACE}=1+1",
    "\N{ZERO WIDTH SPACE} \t=1+1",
    "\N{RIGHT-TO-LEFT OVERRIDE}=1+1",
    "\N{IDEOGRAPHIC SPACE}＝1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\N{SMALL PLUS SIGN}1",
    "\N{SUPERSCRIPT PLUS SIGN}1",
    "=cmd|' /C calc'!A0",
    "|cmd",
]
COMPARE = """
import sys
import unicodedata
from tests.common.test_spreadsheets import VOUCHERS
from lotsen_portal.common.spreadsheets import workbook
sys.stdout.buffer.write(workbook({"Belege": VOUCHERS}))
"""


def opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def texts(values: list[str]) -> Table:
    return Table(columns=[Column(title="Text")], rows=[(value,) for value in values])


def test_workbook_keeps_values_types_and_formats() -> None:
    sheet = opened(workbook({"Belege": VOUCHERS}))["Belege"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Tag", "Empfänger", "Betrag", "Plätze"],
        [sheet["A2"].value, "Bäckerei „Süd“", 1234.5, 12],
        [sheet["A3"].value, None, -3, None],
    ]
    assert [sheet["A2"].value.date(), sheet["A3"].value.date()] == [
        date(2026, 11, 22),
        date(2026, 1, 2),
    ]
    assert [cell.number_format for cell in sheet[2]] == [
        "DD.MM.YYYY",
        "@",
        '#,##0.00 "€"',
        "#,##0",
    ]


def test_workbook_has_a_head_that_stays() -> None:
    sheet = opened(workbook({"Belege": VOUCHERS}))["Belege"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D3")
    assert [cell.font.bold for cell in sheet[1]] == [True, True, True, True]
    assert sheet.column_dimensions["B"].width == 17


@pytest.mark.worker
def test_workbook_has_the_same_bytes_in_another_process() -> None:
    other = subprocess.run([sys.executable, "-c", COMPARE], capture_output=True, check=True)
    assert other.stdout == workbook({"Belege": VOUCHERS})


def test_no_time_of_day_stands_in_the_file() -> None:
    content = workbook({"Belege": VOUCHERS})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula_in_a_workbook(text: str) -> None:
    cell = opened(workbook({"Texte": texts([text])}))["Texte"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == text.replace("\x00", "").strip()


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_becomes_a_formula_in_a_csv_file(text: str) -> None:
    line = csv_file(texts([text])).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")


def test_a_head_is_guarded_too() -> None:
    table = Table(columns=[Column(title="=1+1")], rows=[])
    assert opened(workbook({"Kopf": table}))["Kopf"]["A1"].data_type == "s"
    assert csv_file(table) == b"\xef\xbb\xbf'=1+1\r\n"


def test_csv_file_is_what_a_german_excel_opens() -> None:
    assert csv_file(VOUCHERS).decode("utf-8-sig") == (
        "Tag;Empfänger;Betrag;Plätze\r\n"
        "22.11.2026;Bäckerei „Süd“;1234,50;12\r\n"
        "02.01.2026;;-3,00;\r\n"
    )
    assert csv_file(VOUCHERS).startswith(b"\xef\xbb\xbf")


def test_sheet_names_keep_to_what_excel_allows() -> None:
    book = opened(workbook({"Einnahmen/Ausgaben: alle [2026] nach Positionen des Plans": VOUCHERS}))
    assert book.sheetnames == ["EinnahmenAusgaben alle 2026 nac"]


def test_an_empty_table_is_a_sheet_with_its_head() -> None:
    table = Table(columns=[Column(title="Tag", kind="day")], rows=[])
    assert list(opened(workbook({"Leer": table}))["Leer"].values) == [("Tag",)]


def test_address_is_no_live_link_in_a_workbook() -> None:
    cell = opened(workbook({"Texte": texts(["https://evil.example"])}))["Texte"]["A2"]
    assert (cell.hyperlink, cell.data_type) == (None, "s")


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_whatever_is_written_is_read_back_as_text(values: list[str]) -> None:
    table = texts(values)
    cells = [row[0] for row in opened(workbook({"Texte": table}))["Texte"].iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells if cell.value is not None] == [
        "s" for cell in cells if cell.value is not None
    ]
    assert not [cell.value for cell in cells if begins_a_formula(cell.value) > cell.quotePrefix]

    lines = list(csv.reader(io.StringIO(csv_file(table).decode("utf-8-sig")), delimiter=";"))
    read = ["".join(line) for line in lines[1:]]
    assert len(read) == len(values)
    assert not [text for text in read if begins_a_formula(text)]


def begins_a_formula(text: object) -> bool:
    """Say it more broadly than the guard: whatever any program might skip before a sign."""
    folded = unicodedata.normalize("NFKC", str(text or ""))
    seen = [char for char in folded if unicodedata.category(char)[0] in "LNPS"]
    return bool(seen) and seen[0] in "=+-−@|"
