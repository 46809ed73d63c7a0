import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Period:
    """The days a figure counts, both inclusive."""

    first: dt.date
    last: dt.date

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        return (self.first, self.last)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1
