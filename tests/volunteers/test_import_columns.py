"""What a column is taken for, and what it may never become."""

from typing import Any

import pytest

from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from tests.conftest import TenantClient
from tests.volunteers import importing, tables
from volunteers.importing.layout import Column, columns_of, suggested
from volunteers.models import ImportLayout

pytestmark = pytest.mark.django_db
PATH = "/ehrenamtliche/import/"
BESIDE = ["Nachname", "Vorname"]


def columns(*headings: str, cells: tuple[str, ...] = ()) -> list[Column]:
    head = [[1, [*BESIDE, *headings]]]
    head += [[2 + place, ["Maier", "Ada", cell]] for place, cell in enumerate(cells)]
    sheet = {"name": "Liste", "rows": 9, "columns": 2 + len(headings), "head": head}
    return columns_of(sheet, 1)[2:]


@pytest.mark.parametrize(
    ("heading", "cell", "target"),
    [
        ("eFZ gültig bis", "03/2025", "ignored"),
        ("Führungszeugnis gültig bis", "31.12.2027", "ignored"),
        ("FZ angefordert am", "12.05.2022", "ignored"),
        ("Bis wann gilt Ihr erweitertes Führungszeugnis bei uns?", "2027", "ignored"),
        ("FZ ab", "12.05.2022", "clearance"),
        ("erw. FZ", "12.05.2022", "clearance"),
        ("Fuehrungszeugnis vom", "12.05.2022", "clearance"),
        ("Fzg", "ja", "note"),
        ("bis", "2022", "left_on"),
        ("ausgeschieden am", "2022", "left_on"),
        ("Wie alt bist du?", "34", "note"),
        ("Kann bis 18 Uhr", "ja", "note"),
        ("Deine E-Mail-Adresse", "", "email"),
        ("Mail 2", "", "email"),
        ("Geburtsname", "Huber", "note"),
        ("Geburtsdatum", "1960", "birth_year"),
        ("Zeitstempel", "2022-03-15 10:02:11", "note"),
        ("Member since", "2022-03-15", "joined_on"),
        ("", "2022-03-15", "note"),
        ("", "03.05.2022", "note"),
        ("", "08025 8418390", "phone"),
        ("Tel. Nr.", "", "phone"),
        ("Fremdsprachen", "", "languages"),
        ("Engagement seit", "", "joined_on"),
        ("Mobilität", "Auto", "note"),
    ],
)
def test_column_by_its_heading_else_by_its_cells(heading: str, cell: str, target: str) -> None:
    assert [column.target for column in columns(heading, cells=(cell,))] == [target]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Migrationshintergrund",
            "Migrationsgeschichte",
            "Flüchtling",
            "Heimatland",
            "Asylstatus",
        ),
        *("Staatsbürgerschaft", "Ethnie", "Kirche", "Muslim", "Behinderung", "Schwerbehinderung"),
        *("Erkrankung", "Allergien", "Impfung", "Aufenthaltsstatus", "Geburtsland", "Geburtsort"),
        "Haben Sie eine Krankheit, von der wir wissen sollten?",
    ],
)
def test_origin_religion_and_health_are_offered_nowhere(heading: str) -> None:
    [column] = columns(heading, cells=("Syrien",))

    assert (column.target, column.allowed) == ("ignored", ("ignored",))
    assert column.hint == "Herkunft, Religion und Gesundheit führt das Portal nicht."


def test_helferkreis_asyl_is_no_status() -> None:
    headings = ["Helferkreis Asyl", "In der Flüchtlingshilfe seit", "Krankenhausbesuche"]

    assert [one.target for one in columns(*headings)] == ["circle", "joined_on", "note"]


def test_second_column_of_a_clearance_is_no_note() -> None:
    first, second = columns("FZ gesehen am", "eFZ")

    assert (first.target, second.target) == ("clearance", "ignored")
    assert first.allowed == second.allowed == ("clearance", "ignored")
    assert "Führungszeugnis" in second.hint


def test_what_was_chosen_once_opens_no_closed_column(cast: Cast) -> None:
    told = [*BESIDE, "FZ gültig bis", "Religion", "Hund"]
    sheet: dict[str, Any] = {"name": "Liste", "rows": 9, "columns": 5, "head": [[1, told]]}
    with tenant_scope(cast.kreis):
        ImportLayout.remember([{"heading": one, "target": "remark"} for one in told])

        found = suggested(sheet, 1)

    assert [one.target for one in found] == ["remark", "remark", "ignored", "ignored", "remark"]


def test_another_sheet_finds_its_own_headings(cast: Cast, coordinator: TenantClient) -> None:
    run = importing.looked_at(cast.kreis, tables.sample(), by=cast.coordinator)
    path = f"{PATH}{run.pk}/spalten/"
    # As the browser sends the two fields after choosing another sheet.
    first = f"{path}?sheet=ehemalige&header=3&of=Helfer+aktuell"

    form = coordinator.get(first).context["form"]
    again = coordinator.get(f"{path}?sheet=ehemalige&header=2&of=ehemalige").context["sheet_form"]

    assert [column.target for column in form.columns] == ["name", "left_on"]
    assert again.header_row == 2
    assert b'name="of" value="Helfer aktuell"' in coordinator.get(path).content


def test_page_before_taking_over_counts_who_left(cast: Cast, coordinator: TenantClient) -> None:
    rows = [["Name, Vorname", "bis"], ["Neumann, Edith", "2022"], ["Altmann, Horst", ""]]
    run = importing.read(cast.kreis, importing.table(*rows), by=cast.coordinator)

    content = coordinator.get(f"{PATH}{run.pk}/uebernahme/").content.decode()

    assert "1 Person gilt als ausgeschieden." in content


def test_one_column_for_both_names() -> None:
    head = [[1, ["Vor-/Nachname", "Mail"]]]
    sheet = {"name": "Liste", "rows": 9, "columns": 2, "head": head}

    assert [one.target for one in columns_of(sheet, 1)] == ["name", "email"]


def test_table_of_headings_alone_goes_no_further(cast: Cast, coordinator: TenantClient) -> None:
    content = importing.table(["Name, Vorname", "Mail"])
    run = importing.looked_at(cast.kreis, content, by=cast.coordinator)
    path = f"{PATH}{run.pk}/spalten/"
    told = {"sheet": "Liste", "header": "1", "column_0": "name", "column_1": "email"}

    asked = coordinator.post(path, told)

    assert "Unter den Überschriften steht nichts." in asked.content.decode()
    assert "Liste (1 Zeile)" in coordinator.get(path).content.decode()
