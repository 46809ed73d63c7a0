from typing import Any

from django.db import transaction

from evaluation.actions import years
from evaluation.models import Voucher
from lotsen_portal.audit import trail
from lotsen_portal.common.errors import DomainError


class NumberTaken(DomainError):
    pass


@transaction.atomic
def save(voucher: Voucher, *, by: Any) -> Voucher:
    """Store a voucher in the year of its plan line, under a number of its own."""
    voucher.year = voucher.plan_line.year
    years.hold(voucher.year)
    same = Voucher.objects.of_year(voucher.year).filter(number=voucher.number)
    if same.exclude(pk=voucher.pk).exists():
        following = Voucher.objects.next_number(voucher.year)
        raise NumberTaken(
            f"Diese Belegnummer gibt es in diesem Jahr schon. Frei ist {following}.",
            field="number",
        )
    with trail.saving("voucher", voucher, by=by):
        voucher.save()
    return voucher


@transaction.atomic
def remove(voucher: Voucher, *, by: Any) -> None:
    years.hold(voucher.year)
    trail.record("voucher.removed", voucher, by=by)
    voucher.delete()
