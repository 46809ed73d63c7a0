"""Names, addresses and numbers as people squeeze them into one cell."""

import pytest

from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from volunteers.importing.draft import Knowledge
from volunteers.importing.reading import Sheet
from volunteers.models import ImportRow

pytestmark = pytest.mark.django_db
MOBILE, HOME = "0171 2345678", "08025 8418390"


def row_of(cast: Cast, headings: dict[str, str], *cells: str) -> ImportRow:
    """Read one row; headings with what their columns are taken for."""
    columns = [{"heading": heading, "target": target} for heading, target in headings.items()]
    with tenant_scope(cast.kreis):
        return Sheet(columns, Knowledge.of_kreis()).read(5, list(cells))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Frau Dr. Anna Maier", ["ms", "Maier", "Anna", "Titel: Dr."]),
        (
            "Herr Prof. Dr. Karl Freiherr von Au",
            ["mr", "Freiherr von Au", "Karl", "Titel: Prof. Dr."],
        ),
        ("Dr. Maier, Anna", ["", "Maier", "Anna", "Titel: Dr."]),
        ("Maier, Dipl.-Ing. Anna", ["", "Maier", "Anna", "Titel: Dipl.-Ing."]),
        ("Rolf S. von und zu Traun", ["", "von und zu Traun", "Rolf S.", ""]),
        ("Frau Maier", ["ms", "Maier", "", ""]),
        ("Steffi Graf", ["", "Graf", "Steffi", ""]),
    ],
)
def test_what_stands_before_a_name(cast: Cast, cell: str, expected: list[str]) -> None:
    row = row_of(cast, {"Name": "name", "Mail": "email"}, cell, "a@example.org")

    names = ("salutation", "last_name", "first_name", "note")
    assert [row.values.get(name, "") for name in names] == expected
    assert "two" not in {remark["code"] for remark in row.remarks}


def test_heading_tells_which_name_comes_first(cast: Cast) -> None:
    row = row_of(cast, {"Name, Vorname": "name", "Mail": "email"}, "Müller Ahmad", "a@example.org")

    assert (row.values["last_name"], row.values["first_name"]) == ("Müller", "Ahmad")
    assert [remark["text"] for remark in row.remarks] == [
        "Ohne Komma: Nachname „Müller“, Vorname „Ahmad“."
    ]


def test_number_beside_a_name_is_a_number(cast: Cast) -> None:
    cell = "Anna Maria Müller-Lüdenscheidt (Handy: 0171 5556677)"

    values = row_of(cast, {"Name": "name", "Mail": "email"}, cell, "a@example.org").values

    assert (values["last_name"], values["first_name"], values["phone"]) == (
        *("Müller-Lüdenscheidt", "Anna Maria"),
        "0171 5556677",
    )


@pytest.mark.parametrize(
    ("cells", "email", "note"),
    [
        (["a@example.org / b@example.org"], "a@example.org", "Mail: b@example.org"),
        (["a@example.org b@example.org"], "a@example.org", "Mail: b@example.org"),
        (["a@ , b@example.org"], "b@example.org", "Mail: a@"),
        (["Ada Maier <a@example.org>"], "a@example.org", ""),
        (["a@example.org", "b@example.org"], "a@example.org", "Mail 2: b@example.org"),
        (["a@example.org", "A@example.org"], "a@example.org", ""),
        (["", "b@example.org"], "b@example.org", ""),
    ],
)
def test_several_addresses(cast: Cast, cells: list[str], email: str, note: str) -> None:
    values = row_of(
        cast, {"Nachname": "last_name", "Mail": "email", "Mail 2": "email"}, "Maier", *cells
    ).values

    assert (values["email"], values["note"]) == (email, note)


@pytest.mark.parametrize(
    ("cells", "phone", "note"),
    [
        ([HOME, MOBILE], HOME, f"Mobil: {MOBILE}"),
        (["08025 1", HOME], HOME, "Telefon: 08025 1"),
        (["089 12", MOBILE], MOBILE, "Telefon: 089 12"),
        ([f"08025 1 / {MOBILE}"], MOBILE, "Tel: 08025 1"),
        ([HOME, "+49 8025 8418390"], HOME, ""),
        ([f"{HOME}, nur abends"], HOME, "Tel: nur abends"),
        (["171 2345678"], "171 2345678", ""),
    ],
)
def test_best_number_is_kept(cast: Cast, cells: list[str], phone: str, note: str) -> None:
    values = row_of(
        cast, {"Nachname": "last_name", "Tel": "phone", "Mobil": "phone"}, "Maier", *cells
    ).values

    assert (values["phone"], values["note"]) == (phone, note)


def test_number_without_its_null_is_doubted(cast: Cast) -> None:
    row = row_of(
        cast, {"Name": "last_name", "Vorname": "first_name", "Tel": "phone"}, *"AB", "171 2345678"
    )

    assert [remark["text"] for remark in row.remarks] == ["Am Anfang fehlt vielleicht die Null."]


@pytest.mark.parametrize("cell", ["nurmail@x.example", "08025 8418390", "17"])
def test_lone_address_or_number_is_no_helferkreis(cast: Cast, cell: str) -> None:
    columns = [{"heading": one, "target": one} for one in ("name", "email")]
    with tenant_scope(cast.kreis):
        sheet = Sheet(columns, Knowledge.of_kreis())
        rows = [sheet.read(5, ["", cell]), sheet.read(6, ["Maier, Ada", "a@example.org"])]

    assert [(row.kind, row.decision) for row in rows] == [("person", "skip"), ("person", "new")]
    assert "circle" not in rows[1].values


@pytest.mark.parametrize("target", ["clearance", "birth_year"])
def test_long_story_in_a_column_of_days_is_in_no_note(cast: Cast, target: str) -> None:
    row = row_of(cast, {"Nachname": "last_name", "X": target}, "Maier", "liegt vor " * 40)

    [told] = [remark["cell"] for remark in row.remarks if remark["code"] == target]
    assert (row.values["note"], len(told)) == ("", 300)
