"""The Kennzahlen of a report year, read from dated facts."""

# Importing the modules fills the list of indicators, in the order of their codes.
from evaluation.indicators import areas, people, work
from evaluation.indicators.period import Period
from evaluation.indicators.registry import INDICATORS, Figure, Figures, Indicator, Kind

__all__ = [
    "Figure",
    "Figures",
    "Indicator",
    "Kind",
    "Period",
    "areas",
    "in_order",
    "people",
    "work",
]


def in_order() -> list[Indicator]:
    """Return K1 to K10."""
    return sorted(INDICATORS.values(), key=lambda indicator: int(indicator.code[1:]))
