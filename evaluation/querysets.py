import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models


class DirectiveQuerySet(models.QuerySet):
    def in_force(self, on: dt.date) -> Any:
        """Return the directive valid on that day, or None."""
        return self.filter(valid_from__lte=on, valid_until__gte=on).order_by("-valid_from").first()


class VoucherQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "VoucherQuerySet":
        return self.filter(year=year)

    def total(self) -> Decimal:
        """Return the sum of the amounts in euros."""
        return self.aggregate(total=models.Sum("amount", default=Decimal("0.00")))["total"]

    def for_list(self) -> "VoucherQuerySet":
        """Load what the list shows: in time order, each with its plan line."""
        return (
            self.select_related("plan_line")
            .order_by("paid_on", "number")
            .fetch_mode(models.FETCH_RAISE)
        )


class PositionQuerySet(models.QuerySet):
    def of_year(self, year: int) -> "PositionQuerySet":
        """Keep posts filled on at least one day of the year."""
        return self.filter(starts_on__lte=dt.date(year, 12, 31)).filter(
            models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=dt.date(year, 1, 1))
        )
