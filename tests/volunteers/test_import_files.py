"""Files of all kinds on the way in: each is read, or answered with a sentence."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from lotsen_portal.audit.models import AuditEntry
from lotsen_portal.common import tables as reading
from lotsen_portal.files.models import Attachment
from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.files import samples
from tests.volunteers import importing, tables
from volunteers.actions import imports as actions
from volunteers.models import ImportLayout, ImportRun, Volunteer

PATH = "/ehrenamtliche/import/"
ROWS = [["Name, Vorname", "Straße"], ["Müller, Änne", "Äußere Gasse 5"], ["Größl, Jörg", "Öd 3"]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman", "iso8859-15"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_of_any_encoding_and_separator(encoding: str, separator: str) -> None:
    content = tables.text(ROWS, separator=separator, encoding=encoding)

    assert [cells for _, cells in reading.rows(content, "csv", "Tabelle")] == ROWS


@pytest.mark.parametrize("write", [tables.xlsx, tables.ods])
def test_workbooks_with_numbers_and_days(write: Any) -> None:
    kind = "xlsx" if write is tables.xlsx else "ods"
    day = dt.date(2022, 4, 27)
    content = write({"A & B": [["Nr.", "seit"], [1, day], [None, None], [2, "Herbst"]]})

    [sheet] = reading.look(content, kind)

    assert (sheet["name"], sheet["rows"], sheet["columns"]) == ("A & B", 4, 2)
    assert list(reading.rows(content, kind, "A & B")) == [
        (1, ["Nr.", "seit"]),
        (2, ["1", "27.04.2022"]),
        (3, []),
        (4, ["2", "Herbst"]),
    ]


def test_numbers_are_those_of_the_office_program() -> None:
    content = tables.xlsx({"Liste": [[], [], ["Name"], [], ["Maier, Ada"]]})

    assert [number for number, cells in reading.rows(content, "xlsx", "Liste") if cells] == [3, 5]


def test_hidden_sheet_is_not_proposed(cast: Cast, coordinator: TenantClient) -> None:
    book = Workbook()
    book.worksheets[0].title = "geheim"
    book.worksheets[0].append(["Name", "Passwort"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("Liste").append(["Maier, Ada"])
    book.active = 1
    written = io.BytesIO()
    book.save(written)

    run = importing.looked_at(cast.kreis, written.getvalue(), by=cast.coordinator)

    assert run.sheet == "Liste"
    page = coordinator.get(f"{PATH}{run.pk}/spalten/").text
    assert "geheim (ausgeblendet, 1 Zeile)" in page


def _far() -> bytes:
    """Return a sheet of two cells, as far from each other as there can be."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["XFD1048576"] = "Name", "weit"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _many() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    for number in range(100_000):
        sheet.append([number, f"Maier, Ada {number}", "83714 Miesbach"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _bomb() -> bytes:
    """Return a workbook whose sheet unpacks to twice what a document holds."""
    written = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(tables.xlsx({"Liste": [["Name"]]})))
    with good, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name))
        bad.writestr("xl/worksheets/sheet2.xml", b" " * 200_000_000)
    return written.getvalue()


UNREADABLE = (
    "Die Datei lässt sich nicht als Tabelle lesen. Bitte öffnen Sie sie in Ihrem"
    " Tabellenprogramm und speichern Sie sie noch einmal als XLSX."
)
TOO_MUCH = "Die Tabelle ist zu groß. Das Portal liest bis zu 20.000 Zeilen; bitte teilen Sie sie."


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("leer.xlsx", lambda: tables.xlsx({"Liste": []}), "Die Tabelle ist leer."),
        ("kaputt.ods", lambda: samples.odf("spreadsheet"), UNREADABLE),
        ("weit.xlsx", _far, TOO_MUCH),
        ("viel.xlsx", _many, TOO_MUCH),
    ],
)
def test_worker_says_why_it_cannot_and_lives_on(
    cast: Cast, coordinator: TenantClient, name: str, content: Any, reason: str
) -> None:
    run = importing.looked_at(cast.kreis, content(), by=cast.coordinator, name=name)

    assert (run.state, run.failed_in, run.reason) == ("failed", "looking", reason)
    page = coordinator.get(f"{PATH}{run.pk}/").text
    assert reason in page
    # Another attempt would end as this one did.
    assert ("Verwerfen" in page, "Noch einmal versuchen" in page) == (True, False)
    with tenant_scope(cast.kreis), pytest.raises(actions.NotNow, match="auch nicht beim nächsten"):
        actions.try_again(run, by=cast.coordinator)
    good = importing.looked_at(cast.kreis, importing.table(["Name"], ["Ada"]), by=cast.coordinator)
    assert good.state == "columns"


OLD = b"\xd0\xcf\x11\xe0" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("Liste.pdf", lambda: samples.PDF, "Das ist keine Tabelle. Möglich sind XLSX, ODS und CSV"),
        ("Liste.xlsx", lambda: OLD, "Die Datei ist mit einem Kennwort geschützt oder in einem"),
        ("Liste.xlsx", lambda: b"PK\x03\x04kein", "Der Inhalt ist beschädigt oder passt nicht"),
        ("Liste.xlsx", _bomb, "„Liste.xlsx“ ist ausgepackt zu groß."),
        ("Liste.csv", lambda: b"Name;\x00\x07Ort", "Der Inhalt ist beschädigt oder passt nicht"),
        ("Liste.csv", lambda: b"", "Die Datei ist leer."),
        ("Liste.csv", lambda: b"<html><b>Ada</b>", "Der Inhalt ist beschädigt oder passt nicht"),
    ],
)
def test_unfit_file_is_refused_with_a_sentence(
    cast: Cast, coordinator: TenantClient, name: str, content: Any, sentence: str
) -> None:
    file = SimpleUploadedFile(name, content())

    response = coordinator.post(f"{PATH}neu/", {"file": file})

    assert response.status_code == 422
    assert sentence in response.text
    with tenant_scope(cast.kreis):
        assert not ImportRun.objects.exists()


def test_columns_beyond_those_read_are_told(cast: Cast, coordinator: TenantClient) -> None:
    wide = [*ROWS[0], *(f"S{number}" for number in range(58)), "E-Mail"]
    for head, is_told in ((wide[:60], False), (wide, True)):
        run = importing.looked_at(
            cast.kreis, importing.table(head, ["Maier, Ada"]), by=cast.coordinator
        )
        page = coordinator.get(f"{PATH}{run.pk}/spalten/").text
        assert ("Die Tabelle ist zu breit" in page) == is_told


def test_long_cells_are_kept_in_the_note_but_for_a_fuehrungszeugnis(cast: Cast) -> None:
    head = ["Nachname", "Vorname", "Sprachen", "Führungszeugnis gesehen am"]
    spoken, seen = "a," * 200, "liegt vor, " * 40
    run = importing.read(
        cast.kreis, importing.table(head, ["Maier", "Ada", spoken, seen]), by=cast.coordinator
    )

    [row] = importing.rows(cast.kreis, run)

    assert row.values["note"] == f"Sprachen: {spoken}"
    assert [remark["code"] for remark in row.remarks] == ["long", "clearance"]


def test_upload_is_kept_and_in_the_trail(cast: Cast, coordinator: TenantClient) -> None:
    file = SimpleUploadedFile("Helfer 2026.xlsx", importing.table(["Name"], ["Maier, Ada"]))

    response = coordinator.post(f"{PATH}neu/", {"file": file})

    with tenant_scope(cast.kreis):
        run = ImportRun.objects.get()
        entries = AuditEntry.objects.order_by("pk").values_list("action", "subject_id")
        assert list(entries) == [("attachment.added", run.pk), ("import.started", run.pk)]
        assert Attachment.objects.get().name == "Helfer 2026.xlsx"
    assert response["Location"] == f"/{cast.kreis.slug}{PATH}{run.pk}/"


def test_colleagues_without_the_role_have_neither_page_nor_file(
    cast: Cast, viewer: TenantClient, volunteer: TenantClient, neighbour: TenantClient
) -> None:
    run = importing.read(cast.kreis, importing.table(ROWS[0], ROWS[1]), by=cast.coordinator)
    with tenant_scope(cast.kreis):
        file = Attachment.objects.get().pk

    answers = [
        client.get(path).status_code
        for client in (viewer, volunteer, neighbour)
        for path in (f"{PATH}{run.pk}/zeilen/", f"/dateien/{file}/")
    ]

    assert answers == [403, 404, 403, 404, 404, 404]


def test_markup_and_formulas_stay_text(cast: Cast, coordinator: TenantClient) -> None:
    run = importing.read(
        cast.kreis,
        importing.table(ROWS[0], ["<script>alert(1)</script>, Ada", "=1+1"]),
        by=cast.coordinator,
    )

    page = coordinator.get(f"{PATH}{run.pk}/zeilen/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;, Ada" in page
    assert "<script>alert" not in page
    importing.taken_over(cast.kreis, run, by=cast.coordinator)
    with tenant_scope(cast.kreis):
        person = Volunteer.objects.get(first_name="Ada", last_name__startswith="<script>")
    assert person.last_name == "<script>alert(1)</script>"


def test_columns_told_once_are_remembered(cast: Cast) -> None:
    table = importing.table(["Wer", "Was sonst"], ["Maier, Ada", "spielt Geige"])
    run = importing.looked_at(cast.kreis, table, by=cast.coordinator)
    columns = [
        {"heading": "Wer", "target": "name"},
        {"heading": "Was sonst", "target": "ignored"},
    ]
    with tenant_scope(cast.kreis):
        actions.tell_columns(run, sheet="Liste", header_row=1, columns=columns, by=cast.coordinator)

    again = importing.read(cast.kreis, table, by=cast.coordinator)

    assert again.columns == columns
    with tenant_scope(cast.kreis):
        assert ImportLayout.objects.count() == 1
