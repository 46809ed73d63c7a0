"""One writer at a time per Kreis and year, and none once the year is released."""

from django.db import connection

from evaluation.models import FundingReport, Grant
from lotsen_portal.common.errors import DomainError
from lotsen_portal.tenancy.context import active_tenant_id


class NoGrant(DomainError):
    pass


def hold(year: int) -> None:
    """Wait for the other writers of this year until the transaction ends, then make sure that
    it is not released; raise ReportReleased if it is.

    Vouchers, plan and texts of a year change under this lock, and the release takes it as well:
    no voucher slips in behind the snapshot, no number is given twice.
    """
    _wait_for_others(year)
    if report := FundingReport.objects.filter(year=year).first():
        report.require_open()


def hold_all() -> None:
    """Wait for others who enter a Bescheid: it may reach over any years."""
    _wait_for_others(0)


def _wait_for_others(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [active_tenant_id(), number])


def grant_of(year: int) -> Grant:
    """Return the grant of the year by its latest Bescheid; raise NoGrant without one."""
    if grant := Grant.objects.of_year(year).select_related("directive").first():
        return grant
    raise NoGrant(f"Für {year} ist noch kein Zuwendungsbescheid eingetragen.")


def is_released(year: int) -> bool:
    return FundingReport.objects.filter(year=year, released_at__isnull=False).exists()
