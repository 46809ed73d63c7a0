import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q, Window


class DirectiveQuerySet(models.QuerySet):
    def in_force(self, on: dt.date) -> Any:
        """Return the directive valid on that day, or None."""
        return self.filter(valid_from__lte=on, valid_until__gte=on).order_by("-valid_from").first()


class GrantQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "GrantQuerySet":
        """Keep those whose period touches the year, the latest Bescheid first."""
        return self.filter(
            starts_on__lte=dt.date(year, 12, 31), ends_on__gte=dt.date(year, 1, 1)
        ).order_by("-notice_on", "-pk")


class VoucherQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "VoucherQuerySet":
        return self.filter(year=year)

    def total(self) -> Decimal:
        """Return the sum of the amounts in euros."""
        return self.aggregate(total=models.Sum("amount", default=Decimal("0.00")))["total"]

    def next_number(self, year: int) -> int:
        """Return the number after the highest of the year."""
        highest = self.of_year(year).aggregate(highest=models.Max("number"))["highest"]
        return (highest or 0) + 1

    def search(self, text: str) -> "VoucherQuerySet":
        """Keep those in whose counterparty, purpose or number every word occurs."""
        found = self
        for word in text.split():
            condition = Q(counterparty__icontains=word) | Q(purpose__icontains=word)
            if word.isascii() and word.isdigit() and len(word) < 10:
                condition |= Q(number=int(word))
            found = found.filter(condition)
        return found

    def for_list(self) -> "VoucherQuerySet":
        """Load what the list shows: in time order, each with its plan line and running sum.

        Income and expense run apart.
        """
        is_income: Q = self.model.is_income()  # type: ignore[attr-defined]  # of PlanLine
        running = Window(
            models.Sum("amount"),
            partition_by=[models.Case(models.When(is_income, then=1), default=0)],
            order_by=[F("paid_on").asc(), F("number").asc()],
        )
        return (
            self.select_related("plan_line")
            .annotate(running_sum=running)
            .order_by("paid_on", "number")
            .fetch_mode(models.FETCH_RAISE)
        )

    def sums_by_line(self) -> dict[int, tuple[Decimal, Decimal]]:
        """Return for each plan line the sum of all and of the eligible amounts."""
        zero = Decimal("0.00")
        rows = (
            self.order_by()
            .values_list("plan_line_id")
            .annotate(
                every=models.Sum("amount", default=zero),
                allowed=models.Sum("amount", filter=Q(eligible=True), default=zero),
            )
        )
        return {line: (every, eligible) for line, every, eligible in rows}


class PositionQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "PositionQuerySet":
        """Keep posts filled on at least one day of the year."""
        return self.filter(starts_on__lte=dt.date(year, 12, 31)).filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=dt.date(year, 1, 1))
        )
