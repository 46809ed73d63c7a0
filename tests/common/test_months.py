import datetime as dt

import pytest

from lotsen_portal.common.months import months_after


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2027-08-29", 6, "2028-02-29"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2028-02-29", 60, "2033-02-28"),
        ("2028-02-29", -3, "2027-11-29"),
        ("2027-01-02", -3, "2026-10-02"),
        ("2026-11-22", 12, "2027-11-22"),
        ("2026-12-31", 0, "2026-12-31"),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last(
    day: str, months: int, expected: str
) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)
