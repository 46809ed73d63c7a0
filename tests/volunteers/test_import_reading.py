"""What each cell is read as, and what is said of one that cannot be read."""

import datetime as dt
from typing import Any

import pytest

from lotsen_portal.tenancy.context import tenant_scope
from tests.cast import Cast
from volunteers.importing.dates import Day, read_day
from volunteers.importing.draft import Knowledge
from volunteers.importing.layout import columns_of, header_of
from volunteers.importing.reading import Sheet

TODAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("22.11.2021", Day(dt.date(2021, 11, 22), "day")),
        ("1.2.19", Day(dt.date(2019, 2, 1), "day")),
        ("2019-04-03", Day(dt.date(2019, 4, 3), "day")),
        ("27.04.2022 00:00", Day(dt.date(2022, 4, 27), "day")),
        ("12. März 2020", Day(dt.date(2020, 3, 12), "day")),
        ("43580", Day(dt.date(2019, 4, 25), "day")),
        ("06/2026", Day(dt.date(2026, 6, 1), "month")),
        ("Mär. 19", Day(dt.date(2019, 3, 1), "month")),
        ("2017", Day(dt.date(2017, 1, 1), "year")),
        ("ca. 2015", Day(dt.date(2015, 1, 1), "year")),
        ("Herbst 2019", Day(dt.date(2019, 1, 1), "some year")),
        ("Ende 2018/Anfang 2019", None),
        ("31.02.2020", None),
        ("12345", None),
        ("?", None),
        ("", None),
    ],
)
def test_days(text: str, day: Day | None) -> None:
    assert read_day(text) == day


def columns(*targets: str) -> list[dict[str, str]]:
    return [{"heading": target.title(), "target": target} for target in targets]


@pytest.fixture
def known(cast: Cast) -> Knowledge:
    with tenant_scope(cast.kreis):
        found = Knowledge.of_kreis()
    return Knowledge(
        today=TODAY,
        languages=found.languages,
        fields=found.fields,
        municipalities={"gmund am tegernsee": "Gmund am Tegernsee", "weyarn": "Weyarn"},
        by_postcode={"83703": ["Gmund am Tegernsee"], "83629": ["Weyarn", "Valley"]},
        circles={"helferkreis holzkirchen": "Helferkreis Holzkirchen"},
    )


def read(cast: Cast, known: Knowledge, target: str, cell: str) -> tuple[dict[str, Any], list[str]]:
    """Read one cell of a person's row; return what is kept of it and the codes of the remarks."""
    sheet = Sheet(columns("last_name", "first_name", target), known)
    with tenant_scope(cast.kreis):
        row = sheet.read(5, ["Maier", "Ada", cell])
    own = {"last_name", "first_name"} - {target}
    values = {name: value for name, value in row.values.items() if name not in own and value}
    return values, [remark["code"] for remark in row.remarks]


@pytest.mark.parametrize(
    ("target", "cell", "values", "codes"),
    [
        ("email", " Ada.Maier@Example.ORG ", {"email": "ada.maier@example.org"}, []),
        ("email", "ada at example.org", {"email": "ada@example.org"}, ["at"]),
        ("email", "keine E-Mail", {}, []),
        ("email", "-", {}, []),
        ("email", "ada@", {"note": "Email: ada@"}, ["email"]),
        (
            "email",
            "a@example.org; b@example.org",
            {"email": "a@example.org", "note": "Email: b@example.org"},
            ["more"],
        ),
        ("phone", "08025 / 8418390", {"phone": "08025 / 8418390"}, []),
        ("phone", "0049 160 632813", {"phone": "0049 160 632813"}, ["phone"]),
        ("phone", "wird erfragt", {"note": "Phone: wird erfragt"}, ["phone"]),
        (
            "phone",
            "08025 8418390 oder 0175 2467218",
            {"phone": "08025 8418390", "note": "Phone: 0175 2467218"},
            ["more"],
        ),
        (
            "postcode_place",
            "83703 Gmund a. Tegernsee",
            {
                "postcode": "83703",
                "place": "Gmund a. Tegernsee",
                "municipality": "Gmund am Tegernsee",
            },
            [],
        ),
        ("postcode_place", "Miesbach", {"place": "Miesbach"}, ["postcode"]),
        ("postcode", "8370", {"note": "Postcode: 8370"}, ["postcode"]),
        (
            "languages",
            "Kurdisch (Kurmandschi) (Mutterspr.); Englisch gut/Dari B2, Paschtu",
            {"languages": [["kmr", "native"], ["en", "b2"], ["prs", "b2"], ["ps", ""]]},
            ["level"],
        ),
        ("languages", "Ukrainsich", {"languages": [["uk", ""]]}, ["language"]),
        ("languages", "Ukrainian, Russian B2", {"languages": [["uk", ""], ["ru", "b2"]]}, []),
        ("languages", "Klingonisch", {"note": "Languages: Klingonisch"}, ["language"]),
        ("languages", "Deutsch und DE", {"languages": [["de", ""]]}, []),
        (
            "fields",
            "Behördenbegl.; Arztbegleitung + Café International, Patenschaft",
            {"fields": ["behoerde", "arzt", "freizeit", "familie"]},
            [],
        ),
        ("fields", "Zaubern", {"note": "Fields: Zaubern"}, ["field"]),
        ("circle", "helferkreis HOLZKIRCHEN", {"circle": "Helferkreis Holzkirchen"}, []),
        ("circle", "ohne Helferkreis", {}, []),
        ("joined_on", "06/2024", {"joined_on": "2024-06-01"}, ["month"]),
        ("joined_on", "2017", {"joined_on": "2017-01-01"}, ["year"]),
        (
            "joined_on",
            "Herbst 2019",
            {"joined_on": "2019-01-01", "note": "Joined_On: Herbst 2019"},
            ["some_year"],
        ),
        ("joined_on", "?", {"note": "Joined_On: ?"}, ["no_day"]),
        ("joined_on", "27.11.2026", {"note": "Joined_On: 27.11.2026"}, ["future"]),
        ("clearance", "28.06.2024", {"seen_on": "2024-06-28"}, []),
        ("clearance", "x", {}, ["clearance"]),
        ("clearance", "11/2020", {}, ["clearance"]),
        ("clearance", "liegt vor 2019", {}, ["clearance"]),
        ("clearance", "vorgelegt 12.05.2022", {"seen_on": "2022-05-12"}, []),
        ("clearance", "gesehen am 3.2.24", {"seen_on": "2024-02-03"}, []),
        ("clearance", "12.05.2022 (eingesehen)", {"seen_on": "2022-05-12"}, []),
        ("clearance", "beantragt 12.05.2022", {}, ["clearance"]),
        ("clearance", "bis 12.05.2022", {}, ["clearance"]),
        ("birth_year", "03.05.1960", {"birth_year": 1960}, []),
        ("birth_year", "3.5.48", {"birth_year": 1948}, []),
        ("birth_year", "3.5.12", {"birth_year": 2012}, []),
        ("birth_year", "Syrien", {}, ["birth_year"]),
        ("joined_on", "seit 12.05.2022", {"joined_on": "2022-05-12"}, []),
        ("birth_year", "alt genug", {}, ["birth_year"]),
        ("status", "pausiert", {"status": "paused"}, []),
        ("status", "prospect", {"status": "prospect"}, []),
        ("status", "not active", {"status": "paused"}, []),
        ("status", "Active", {"status": "active"}, []),
        ("salutation", "Frau", {"salutation": "ms"}, []),
        ("remark", "Bitte anrufen!", {"note": "Bitte anrufen!"}, []),
        ("note", "nur vormittags", {"note": "Note: nur vormittags"}, []),
        ("ignored", "17", {}, []),
        # As text, whatever a program would do with it.
        ("street", "=HYPERLINK(A1)", {"street": "=HYPERLINK(A1)"}, []),
        ("last_name", "<b>Ada</b>", {"last_name": "<b>Ada</b>"}, ["name"]),
    ],
)
def test_cells(
    cast: Cast, known: Knowledge, target: str, cell: str, values: dict[str, Any], codes: list[str]
) -> None:
    assert read(cast, known, target, cell) == (values, codes)


@pytest.mark.parametrize(
    ("cell", "last", "first", "codes"),
    [
        ("Maier, Ada", "Maier", "Ada", []),
        ("Maier , Ada", "Maier", "Ada", []),
        ("Grein Groth, Günther", "Grein Groth", "Günther", []),
        ("Dussen van, Gertrude", "Dussen van", "Gertrude", ["name"]),
        ("Ada Maier", "Maier", "Ada", ["name"]),
        ("Ada von der Au", "von der Au", "Ada", ["name"]),
        ("Maier, Ada und Ben", "Maier", "Ada und Ben", ["two"]),
        ("Maier,", "Maier", "", ["name"]),
    ],
)
def test_names(
    cast: Cast, known: Knowledge, cell: str, last: str, first: str, codes: list[str]
) -> None:
    with tenant_scope(cast.kreis):
        row = Sheet(columns("name", "email"), known).read(5, [cell, "a@example.org"])

    assert (row.values["last_name"], row.values["first_name"]) == (last, first)
    assert [remark["code"] for remark in row.remarks] == codes


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "Maier, Ada", "a@example.org"], "person"),
        (["", "Maier, Ada", ""], "person"),
        (["", "Ada Maier", ""], "person"),
        (["Helferkreis Holzkirchen", "", ""], "section"),
        (["", "Miesbach & Umgebung", ""], "section"),
        (["", "Holzkirchen", ""], "section"),
        (["", "Summe: 340 Personen", ""], "total"),
        (["Gesamt", "", "340"], "total"),
        (["", "", ""], "empty"),
    ],
)
def test_kinds_of_rows(cast: Cast, known: Knowledge, cells: list[str], kind: str) -> None:
    with tenant_scope(cast.kreis):
        row = Sheet(columns("ignored", "name", "email"), known).read(5, cells)

    assert row.kind == kind


def test_section_is_the_circle_of_those_below_it(cast: Cast, known: Knowledge) -> None:
    sheet = Sheet(columns("name", "email"), known)
    told = ["Miesbach & Umgebung", "Maier, Ada", "ohne Helferkreis", "Huber, Ben"]

    with tenant_scope(cast.kreis):
        rows = [sheet.read(number, [cell]) for number, cell in enumerate(told)]

    assert [row.values.get("circle") for row in rows] == [None, "Miesbach & Umgebung", None, None]


def test_note_keeps_to_its_length_and_says_so(cast: Cast, known: Knowledge) -> None:
    with tenant_scope(cast.kreis):
        row = Sheet(columns("last_name", "first_name", "remark"), known).read(
            5, ["Maier", "Ada", "x" * 1999 + "yz"]
        )

    assert len(row.values["note"]) == 2000
    assert [remark["code"] for remark in row.remarks] == ["long"]


def test_who_left_brings_no_clearance_along(cast: Cast, known: Knowledge) -> None:
    with tenant_scope(cast.kreis):
        row = Sheet(columns("name", "left_on", "clearance"), known).read(
            5, ["Maier, Ada", "2022", "28.06.2020"]
        )

    kept = {name: row.values.get(name) for name in ("status", "left_on", "seen_on")}
    assert kept == {"status": "left", "left_on": "2022-12-31", "seen_on": None}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("head", "header", "targets"),
    [
        (
            [[1, ["Vorname", "Name", "PLZ", "Wohnort", "Mobil", "Mail", "Religion", "Hund"]]],
            1,
            "first_name last_name postcode place phone email ignored note".split(),
        ),
        (
            [[1, ["Unsere Helfer und Helferinnen"]], [4, ["Name", "Telefon", "Handy", "Notiz"]]],
            4,
            "name phone phone remark".split(),
        ),
        (
            [[1, ["Maier, Ada", "a@example.org", "08025 12345", "83714 Miesbach", "x"]]],
            None,
            "note email phone postcode_place note".split(),
        ),
        (
            [[1, "vorname nachname geburtstag strasse plz ort mail1 tel_p user_status".split()]],
            1,
            "first_name last_name birth_year street postcode place email phone status".split(),
        ),
    ],
)
def test_columns(head: list[Any], header: int | None, targets: list[str]) -> None:
    width = max(len(cells) for _, cells in head)
    sheet = {"name": "Liste", "rows": 9, "columns": width, "head": head}

    assert header_of(head) == header
    assert [column.target for column in columns_of(sheet, header)] == targets
