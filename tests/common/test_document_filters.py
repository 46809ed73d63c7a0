import pytest

from lotsen_portal.common.templatetags import documents


def test_days_and_moments_are_german_ones() -> None:
    assert documents.iso_day("2026-11-22") == "22.11.2026"
    assert documents.iso_day(None) == ""
    assert documents.iso_moment("2026-07-01T22:30:00+00:00") == "02.07.2026, 00:30 Uhr"


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        ("0.00", "0,00"),
        ("1234.50", "1.234,50"),
        ("-1893.00", "\N{MINUS SIGN}1.893,00"),
        ("1234567.89", "1.234.567,89"),
    ],
)
def test_money_is_spelled_in_german(value: str, spelled: str) -> None:
    assert documents.number(value) == spelled
    assert documents.euros(value) == f"{spelled}\N{NO-BREAK SPACE}€"


def test_a_figure_is_a_count_a_text_or_said_to_be_missing() -> None:
    values: list[int | str | None] = [0, 11840, "unter 5", None]
    assert [documents.figure(value) for value in values] == [
        "0",
        "11.840",
        "unter 5",
        "nicht erfasst",
    ]


def test_paragraphs_part_at_blank_lines() -> None:
    assert documents.paragraphs("Eins\r\nzwei\r\n\r\n\r\n  Drei \n\n") == ["Eins\nzwei", "Drei"]
    assert documents.paragraphs(" \n\n ") == []


def test_a_row_is_headed_only_in_a_table_that_holds_more_data_than_heads() -> None:
    assert documents.row_label("A & B", rows=3, columns=3) == '<th scope="row">A &amp; B</th>'
    assert documents.row_label("A & B", rows=2, columns=3) == "<td>A &amp; B</td>"
