"""What the Land sees: which Kreise have released a year. Runs in its scope; reads only."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery

from evaluation.models import Directive
from lotsen_portal.tenancy.models import Tenant


@dataclass(frozen=True)
class Sums:
    """How many Kreise; those released count the presented ones, those missing the rest."""

    kreise: int
    released: int
    presented: int

    @property
    def missing(self) -> int:
        return self.kreise - self.released

    @property
    def not_presented(self) -> int:
        return self.kreise - self.presented


def kreise_with_reports(year: int, releases: QuerySet) -> QuerySet:
    """Put beside each Kreis what it released for the year; `releases` are those of the scope."""
    own = releases.filter(tenant=OuterRef("pk"), year=year)
    return Tenant.objects.annotate(
        release_id=Subquery(own.values("pk")),
        released_at=Subquery(own.values("released_at")),
        presented_on=Subquery(own.values("presented_on")),
    ).order_by("region", "name", "kind")


def sums_of(kreise: QuerySet) -> Sums:
    counted = kreise.order_by().aggregate(
        kreise=Count("pk"), released=Count("released_at"), presented=Count("presented_on")
    )
    return Sums(**counted)


def due_on(year: int) -> dt.date | None:
    """Return the day the proofs of the year are due by the directive's preset."""
    directive = Directive.objects.in_force(dt.date(year, 12, 31))
    return directive.proof_due_on(year) if directive else None


def report_years(today: dt.date) -> list[int]:
    """Return the years reports may exist for, the latest first."""
    first = Directive.objects.order_by("valid_from").values_list("valid_from", flat=True).first()
    return list(range(today.year, (first.year if first else today.year) - 1, -1))
