"""The reader of tables within its limits: what it says, and that it says no more."""

import json
from collections.abc import Callable

import pytest

from lotsen_portal.common import tables
from tests.volunteers import tables as samples


def table(*rows: list[str]) -> bytes:
    return samples.text(list(rows), separator=";", encoding="utf-8")


@pytest.mark.parametrize("separator", ["\u2028", "\u2029"])
def test_what_unicode_calls_the_end_of_a_line_ends_no_row(separator: str) -> None:
    content = table(["Nachname", "Notiz"], ["Maier", f"eins{separator}zwei"])

    assert list(tables.rows(content, "csv", "Tabelle"))[1] == (2, ["Maier", "eins\nzwei"])


def test_runs_of_blanks_and_empty_lines_stand_once() -> None:
    content = table(["a" + " \u2003\t" * 600 + "b", "c" + "\n \n" * 300 + "d"])

    assert list(tables.rows(content, "csv", "Tabelle")) == [(1, ["a b", "c\n\nd"])]


def test_sheets_are_found_by_any_name() -> None:
    names = ["x" * 150, "y" * 150, "a\u2028b", "\u202e"]
    content = samples.ods({name: [["Nachname"], [str(n)]] for n, name in enumerate(names)})

    found = [sheet["name"] for sheet in tables.look(content, "ods")]

    assert [len(name) <= 100 for name in found] == [True] * 4
    rows = [list(tables.rows(content, "ods", name))[1] for name in found]
    assert rows == [(2, [str(n)]) for n in range(4)]


def test_columns_that_are_not_read_are_counted() -> None:
    content = table(["Nachname", *["x"] * 62, "", ""], ["Maier"])

    [sheet] = tables.look(content, "csv")

    assert (sheet["columns"], sheet["left_out"]) == (60, 3)


def _texts() -> bytes:
    return table(*[["ä" * 2000] * 60] * 100)


def _empty_objects() -> bytes:
    return b"[" + b'{"vorname":"","nachname":""},' * 340_000 + b'{"vorname":"","nachname":""}]'


def _other_objects() -> bytes:
    return b"[" + b'{"a":1},' * 1_090_000 + b"{}]"


@pytest.mark.parametrize(
    ("content", "kind", "sheet"),
    [
        (_texts, "csv", "Tabelle"),
        (_empty_objects, "json", "vorname,nachname"),
        (_other_objects, "json", "vorname,nachname"),
    ],
)
def test_what_takes_more_room_than_the_portal_has_is_too_large(
    content: Callable[[], bytes], kind: str, sheet: str
) -> None:
    with pytest.raises(tables.TooLarge, match="Die Tabelle ist zu groß"):
        list(tables.rows(content(), kind, sheet))


def test_objects_become_rows_without_what_no_text_may_hold() -> None:
    people = [
        {"vorname": "A\ud800da", "nachname": "Maier", "address": {"ort": "Öd", "plz": 83714}},
        {"vorname": "Ben", "nachname": 7, "ort": ["Öd"]},
    ]

    found = tables.objects(json.dumps(people).encode(), ["vorname", "nachname", "plz", "ort"])

    assert list(found) == [["Ada", "Maier", "83714", "Öd"], ["Ben", "7", "", ""]]


def test_apostrophe_that_guards_a_formula_is_taken_off() -> None:
    content = table(["'+49 171 1", "'=A1", "'-", "'s", "+1", "O'=B"])

    [(_, cells)] = tables.rows(content, "csv", "Tabelle")

    assert cells == ["+49 171 1", "=A1", "-", "'s", "+1", "O'=B"]
