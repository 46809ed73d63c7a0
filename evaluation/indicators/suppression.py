"""What small counts of persons give away, and how they are kept from it."""

import enum
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evaluation.indicators.registry import Figure

THRESHOLD = 5
BELOW = "unter 5"
WITHHELD = "verdeckt"

type Range = tuple[int, int]


def below_threshold(count: int) -> Figure:
    """Print fewer than five persons as such, none among them: nobody is a count as well."""
    return BELOW if count < THRESHOLD else count


@dataclass(frozen=True)
class Year:
    """Persons at the end of a year and those new in it, each with how many have the trait."""

    stock: int
    stock_with: int
    new: int
    new_with: int


class Shown(enum.Enum):
    """Which of a year's counts by trait are printed."""

    ALL = "stock and newcomers"
    STOCK = "stock alone"
    NOTHING = "nothing"


def shown_by_trait(years: Sequence[Year]) -> list[Shown]:
    """Decide for consecutive years which counts by trait are printed.

    The rule: a group is parted by trait only if both parts have at least five persons, and only
    if nothing that was withheld, in this year or an earlier one, can be worked out from it.
    A reader knows all totals and all that is printed, and reckons: the stock is the stock of the
    year before, and those new, less those gone. As much is shown as this allows: all, else the
    stock alone, else nothing. What an earlier year shows never depends on a later one, so two
    reports never differ about the year they share.
    """
    shown: list[Shown] = []
    for year in years:
        known = years[: len(shown) + 1]
        shown.append(
            next(
                (
                    choice
                    for choice in (Shown.ALL, Shown.STOCK)
                    if _parts_are_large(year, choice) and _leaves_doubt(known, [*shown, choice])
                ),
                Shown.NOTHING,
            )
        )
    return shown


def _parts_are_large(year: Year, choice: Shown) -> bool:
    groups = [(year.stock, year.stock_with)]
    if choice is Shown.ALL:
        groups.append((year.new, year.new_with))
    return all(not whole or min(part, whole - part) >= THRESHOLD for whole, part in groups)


def _leaves_doubt(years: Sequence[Year], shown: Sequence[Shown]) -> bool:
    """Return whether every withheld count could still be one of several numbers."""
    return all(low < high for low, high in withheld_ranges(years, shown))


def withheld_ranges(years: Sequence[Year], shown: Sequence[Shown]) -> Iterator[Range]:
    """Yield what a reader can narrow each withheld count with the trait down to.

    The years are a chain, so narrowing once forward and once back is all there is to know.
    """
    new = [
        (year.new_with,) * 2 if choice is Shown.ALL else (0, year.new)
        for year, choice in zip(years, shown, strict=True)
    ]
    stock = [
        (year.stock_with,) * 2 if choice is not Shown.NOTHING else (0, year.stock)
        for year, choice in zip(years, shown, strict=True)
    ]
    # Those gone with the trait are none to all of those gone.
    gone = [(0, 0)] + [
        _ordered(0, before.stock + year.new - year.stock)
        for before, year in itertools.pairwise(years)
    ]
    for at in range(1, len(years)):
        if shown[at] is Shown.NOTHING:
            stock[at] = _narrowed(stock[at], _less(_plus(stock[at - 1], new[at]), gone[at]))
    for at in range(len(years) - 1, 0, -1):
        if shown[at - 1] is Shown.NOTHING:
            before = _less(_plus(stock[at], gone[at]), new[at])
            stock[at - 1] = _narrowed(stock[at - 1], before)
    for at, (year, choice) in enumerate(zip(years, shown, strict=True)):
        if choice is Shown.NOTHING and year.stock:
            yield stock[at]
        if choice is not Shown.ALL and year.new:
            moved = _less(_plus(stock[at], gone[at]), stock[at - 1]) if at else new[at]
            yield _narrowed(new[at], moved)


def _ordered(one: int, other: int) -> Range:
    return (min(one, other), max(one, other))


def _plus(one: Range, other: Range) -> Range:
    return (one[0] + other[0], one[1] + other[1])


def _less(one: Range, other: Range) -> Range:
    return (one[0] - other[1], one[1] - other[0])


def _narrowed(one: Range, other: Range) -> Range:
    return (max(one[0], other[0]), min(one[1], other[1]))
