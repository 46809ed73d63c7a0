"""The Kennzahlen K1–K10 as a list; each is one function whose docstring is its definition."""

import enum
import inspect
from collections.abc import Callable
from dataclasses import dataclass

from evaluation.indicators.period import Period

type Figure = int | str | None
type Figures = dict[str, Figure]


class Kind(enum.Enum):
    """What an indicator counts, which decides about suppression."""

    THINGS = "things"
    PERSONS = "persons"
    PERSONS_BY_TRAIT = "persons by a personal trait"


@dataclass(frozen=True)
class Indicator:
    """One Kennzahl; `measure` returns its figures for a period, ready to leave the Kreis.

    `charted` names the figures that are drawn beside the table.
    """

    code: str
    title: str
    kind: Kind
    measure: Callable[[Period], Figures]
    charted: tuple[str, ...] = ()

    @property
    def definition(self) -> str:
        """Return the definition as it is printed: the function's German docstring."""
        return " ".join((inspect.getdoc(self.measure) or "").split())


INDICATORS: dict[str, Indicator] = {}


def indicator(
    code: str, title: str, kind: Kind, *, charted: tuple[str, ...] = ()
) -> Callable[[Callable[[Period], Figures]], Callable[[Period], Figures]]:
    """Add the function to the list under its code."""

    def add(measure: Callable[[Period], Figures]) -> Callable[[Period], Figures]:
        INDICATORS[code] = Indicator(code, title, kind, measure, charted)
        return measure

    return add
