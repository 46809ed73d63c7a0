"""Nobody can work out what was withheld: by hand, and by trying every solution there is."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.indicators.suppression import Shown, Year, below_threshold, shown_by_trait

NOBODY = Year(0, 0, 0, 0)
ALL, STOCK, NOTHING = Shown.ALL, Shown.STOCK, Shown.NOTHING


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        # 20 stay, 10 of them with the trait, and enough of both kinds are new.
        ([Year(20, 10, 20, 10), Year(32, 16, 12, 6)], [ALL, ALL]),
        # 3 of 8 newcomers have it; nobody left: the stock would give them away.
        ([Year(20, 10, 20, 10), Year(28, 13, 8, 3)], [ALL, NOTHING]),
        # The same with 4 who left, of whichever kind: the stock alone tells nothing.
        ([Year(20, 10, 20, 10), Year(24, 11, 8, 3)], [ALL, STOCK]),
        # None of 20 is a count as well.
        ([Year(20, 0, 20, 0)], [NOTHING]),
        ([Year(20, 17, 20, 17)], [NOTHING]),
        # Nobody new: nothing to part.
        ([Year(20, 10, 20, 10), Year(20, 10, 0, 0)], [ALL, ALL]),
        # A year withheld must not be found between the years beside it.
        ([Year(20, 10, 20, 10), Year(22, 12, 2, 2), Year(34, 18, 12, 6)], [ALL, NOTHING, STOCK]),
    ],
)
def test_years_show_what_gives_nobody_away(years: list[Year], shown: list[Shown]) -> None:
    assert shown_by_trait([NOBODY, *years])[1:] == shown


@pytest.mark.parametrize(("count", "printed"), [(0, "unter 5"), (4, "unter 5"), (5, 5)])
def test_counts_that_belong_to_no_whole(count: int, printed: int | str) -> None:
    assert below_threshold(count) == printed


@st.composite
def histories(draw: st.DrawFn) -> list[Year]:
    """Draw years as they happen: some are new, some go, each with or without the trait."""
    few = st.integers(0, 12)
    years, having, lacking = [NOBODY], 0, 0
    for _ in range(draw(st.integers(1, 4))):
        new_with, new_without = draw(few), draw(few)
        having += new_with - draw(st.integers(0, min(having, 6)))
        lacking += new_without - draw(st.integers(0, min(lacking, 6)))
        years.append(Year(having + lacking, having, new_with + new_without, new_with))
    return years


@given(histories())
def test_no_withheld_count_has_one_solution(years: list[Year]) -> None:
    shown = shown_by_trait(years)

    assert all(len(values) > 1 for values in solutions(years, shown))


@given(histories())
def test_later_years_change_nothing_of_what_was_printed(years: list[Year]) -> None:
    assert shown_by_trait(years)[:-1] == shown_by_trait(years[:-1])


@given(histories())
def test_no_part_under_five_is_printed(years: list[Year]) -> None:
    for year, choice in zip(years, shown_by_trait(years), strict=True):
        if choice is not NOTHING and year.stock:
            assert min(year.stock_with, year.stock - year.stock_with) >= 5
        if choice is ALL and year.new:
            assert min(year.new_with, year.new - year.new_with) >= 5


def solutions(years: list[Year], shown: list[Shown]) -> Iterator[set[int]]:
    """Yield all values each withheld count takes in any solution of the totals and what is shown.

    It tries them all: those gone with the trait may be none to all of those gone.
    """
    steps = [
        list(possible_steps(*pair, *choices))
        for pair, choices in zip(pairwise(years), pairwise(shown), strict=True)
    ]
    ahead: list[set[int]] = [{0}]
    for step in steps:
        ahead.append({after for before, _, after in step if before in ahead[-1]})
    behind = [ahead[-1]]
    for step in reversed(steps):
        behind.insert(0, {before for before, _, after in step if after in behind[0]})
    for at, step in enumerate(steps, start=1):
        ways = [way for way in step if way[0] in ahead[at - 1] and way[2] in behind[at]]
        if shown[at] is NOTHING and years[at].stock:
            yield {after for _, _, after in ways}
        if shown[at] is not ALL and years[at].new:
            yield {new for _, new, _ in ways}


def possible_steps(
    before: Year, year: Year, before_shown: Shown, shown: Shown
) -> Iterator[tuple[int, int, int]]:
    gone = before.stock + year.new - year.stock
    for had in values(before.stock_with, before.stock, before_shown is not NOTHING):
        for new in values(year.new_with, year.new, shown is ALL):
            for left in range(gone + 1):
                has = had + new - left
                if has in values(year.stock_with, year.stock, shown is not NOTHING):
                    yield had, new, has


def values(count: int, whole: int, is_shown: bool) -> range:
    return range(count, count + 1) if is_shown else range(whole + 1)
