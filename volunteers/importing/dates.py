"""Days as people write them into lists: „22.11.2021“, „06/2026“, „Herbst 2019“, „?“."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from lotsen_portal.common.searching import folded

MONTHS = (
    "januar februar marz april mai juni juli august september oktober november dezember".split()
)
DAY = re.compile(r"(\d{1,2})\s*[.\-/]\s*(\d{1,2})\s*[.\-/]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}.*)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
NAMED_DAY = re.compile(r"(\d{1,2})\s?\.?\s+([^\W\d]+)\.?\s+(\d{4}|\d{2})")
MONTH = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{4})")
NAMED_MONTH = re.compile(r"([^\W\d]+)\.?\s*['’]?(\d{4}|\d{2})")
YEAR = re.compile(r"\b(19[3-9]\d|20\d\d)\b")
# Days as a spreadsheet program counts them, where the format of the cell got lost.
SERIAL = re.compile(r"(2[89]|3\d|4\d|5\d)\d{3}")
BEFORE = re.compile(r"^(?:(?:seit|am|dem|den)\s)+", re.IGNORECASE)
SERIAL_BEGIN = dt.date(1899, 12, 30)


@dataclass(frozen=True)
class Day:
    """A day that was read; `known` says how much of it the text told."""

    on: dt.date
    known: Literal["day", "month", "year", "some year"]


def read_day(text: str) -> Day | None:
    """Return what day the text tells; the first one of a month or a year where it tells no more.

    „some year“ is a year with words around it that say more than is kept.
    """
    text = BEFORE.sub("", text.strip()).strip()
    if (parts := ISO.fullmatch(text)) and (on := _day(*map(int, parts.groups()))):
        return Day(on, "day")
    if parts := DAY.fullmatch(text):
        day, month, year = parts.groups()
        on = _day(_full(year), int(month), int(day))
        return Day(on, "day") if on else None
    if parts := NAMED_DAY.fullmatch(text):
        day, name, year = parts.groups()
        on = _day(_full(year), _month(name), int(day))
        return Day(on, "day") if on else None
    return _part_of_a_day(text)


def _part_of_a_day(text: str) -> Day | None:
    if parts := MONTH.fullmatch(text):
        on = _day(int(parts[2]), int(parts[1]), 1)
        return Day(on, "month") if on else None
    if (parts := NAMED_MONTH.fullmatch(text)) and (month := _month(parts[1])):
        on = _day(_full(parts[2]), month, 1)
        return Day(on, "month") if on else None
    if SERIAL.fullmatch(text):
        return Day(SERIAL_BEGIN + dt.timedelta(days=int(text)), "day")
    years = YEAR.findall(text)
    if len(years) != 1:
        return None
    alone = re.fullmatch(r"(ca\.? |um )?\d{4}", text.lower())
    return Day(dt.date(int(years[0]), 1, 1), "year" if alone else "some year")


def _month(name: str) -> int:
    """Return the number of a month, also of one cut short; 0 for another word."""
    word = folded(name)
    return next(
        (n for n, month in enumerate(MONTHS, 1) if len(word) > 2 and month.startswith(word)), 0
    )


def _full(year: str) -> int:
    """Return „24“ as 2024 and „79“ as 1979."""
    number = int(year)
    if number > 99:
        return number
    return number + (2000 if number < 50 else 1900)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None
