"""The zahlenmäßige Nachweis of a year: plan beside vouchers. Reads only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from evaluation.models import Grant, PlanLine, Voucher
from evaluation.models.grants import Side

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Line:
    """A line of the plan with what was booked on it."""

    plan: PlanLine
    settled: Decimal
    settled_eligible: Decimal

    @property
    def approved(self) -> Decimal:
        return self.plan.approved

    @property
    def approved_eligible(self) -> Decimal:
        """Return the eligible part; where the Bescheid names none, all of it is eligible."""
        part = self.plan.approved_eligible
        return self.plan.approved if part is None else part


@dataclass(frozen=True)
class Totals:
    approved: Decimal
    approved_eligible: Decimal
    settled: Decimal
    settled_eligible: Decimal

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Totals":
        rows = list(lines)
        return cls(
            approved=sum((line.approved for line in rows), ZERO),
            approved_eligible=sum((line.approved_eligible for line in rows), ZERO),
            settled=sum((line.settled for line in rows), ZERO),
            settled_eligible=sum((line.settled_eligible for line in rows), ZERO),
        )


@dataclass(frozen=True)
class Settlement:
    """Income and expenses of a year, each in the order of the plan."""

    income: list[Line]
    expenses: list[Line]

    @property
    def income_total(self) -> Totals:
        return Totals.of(self.income)

    @property
    def expenses_total(self) -> Totals:
        return Totals.of(self.expenses)

    @property
    def difference_approved(self) -> Decimal:
        return self.income_total.approved - self.expenses_total.approved

    @property
    def difference_settled(self) -> Decimal:
        """Return income minus expenses."""
        return self.income_total.settled - self.expenses_total.settled

    def of_kinds(self, *kinds: str) -> Totals:
        return Totals.of(line for line in self.income if line.plan.kind in kinds)


def settlement_of(grant: Grant, year: int) -> Settlement:
    booked = Voucher.objects.of_year(year).sums_by_line()
    lines = [
        Line(plan, *booked.get(plan.pk, (ZERO, ZERO)))
        for plan in sorted(
            PlanLine.objects.filter(grant=grant, year=year), key=lambda plan: in_order(plan.code)
        )
    ]
    return Settlement(
        income=[line for line in lines if line.plan.side == Side.INCOME],
        expenses=[line for line in lines if line.plan.side == Side.EXPENSE],
    )


def in_order(code: str) -> list[tuple[int, str]]:
    """Return what sorts 1.2 before 1.10, and numbers before letters."""
    parts = re.findall(r"\d+|\D+", code)
    return [
        (int(part), "") if part.isascii() and part.isdigit() else (10**9, part) for part in parts
    ]


def share(part: Decimal, whole: Decimal) -> Decimal:
    """Return the share in per cent with two places; of nothing it is zero."""
    if not whole:
        return ZERO
    return (part * 100 / whole).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
