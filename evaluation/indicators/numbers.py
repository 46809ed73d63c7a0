"""Figures that are no whole numbers, as they are printed."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

GERMAN = str.maketrans(",.", ".,")


def decimal_figure(value: Decimal, places: int = 2) -> str:
    """`1.234,50`; trailing zeros stay, for they say how exact it is."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,f}".translate(GERMAN)


def median(values: Iterable[int]) -> str | None:
    """Return the middle value with one place, or None where there is none."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return decimal_figure(Decimal(ordered[middle]), 1)
    return decimal_figure(Decimal(ordered[middle - 1] + ordered[middle]) / 2, 1)
